"""botocore as the third opinion on what Hallmark sends and reads in a run against the embedded endpoint.

  1. botocore's validator accepts the input of every success and control (and of every call that arranges,
     reads or removes), and its serializer makes the same request of it.
  2. botocore's parser reads every answer to the same members and the same error code as Hallmark does.
  3. Planted differences of every kind are caught, for each operation: a comparison that finds nothing proves
     nothing otherwise.

    botocore_opinion.py [--chime-models FOLDER] [--recording FILE]

FOLDER holds the service models of an older botocore, for Amazon Chime. What is not compared, and why:
  - timestamps are compared as moments (text and numbers alike), blobs as base64;
  - members that botocore's model of the shape does not have (its error shapes lack most members): counted;
  - members that Hallmark read as null, and ResponseMetadata, which no model has;
  - a request without body members has an empty root or none (SDKs differ), and headers beside botocore's own;
  - inputs that are wrong on purpose, or that no encoder can express, are nobody's to validate.
"""

import argparse
import base64
import collections
import copy
import datetime
import json
import pathlib
import sys
import urllib.parse
import xml.etree.ElementTree as ElementTree

import harness

harness.isolate()
import botocore  # noqa: E402
import botocore.loaders  # noqa: E402
import botocore.parsers  # noqa: E402
import botocore.serialize  # noqa: E402
import botocore.validate  # noqa: E402
from botocore.awsrequest import HeadersDict  # noqa: E402
from botocore.model import ServiceModel  # noqa: E402
from botocore.utils import parse_timestamp  # noqa: E402

JUDGED = {
    ("chime", "CreateVoiceConnectorGroup"),
    ("chime-sdk-voice", "UpdateVoiceConnectorGroup"),
    ("cloudfront", "UpdateConnectionGroup"),
    ("voice-id", "UpdateDomain"),
}
VALID_ROLES = ("control", "arrange", "then", "remove", "base")


class Models:
    def __init__(self, chime_models):
        self.cache = {}
        self.loaders = {
            "chime": (
                botocore.loaders.Loader([chime_models], include_default_search_paths=False)
                if chime_models
                else None
            ),
            "*": botocore.loaders.create_loader(),
        }

    def of(self, service):
        if service not in self.cache:
            loader = self.loaders.get(service) or self.loaders["*"]
            self.cache[service] = ServiceModel(loader.load_service_model(service, "service-2"), service)
        return self.cache[service]


def moment(value):
    """Milliseconds since 1970, of what either side made of a timestamp."""
    if not isinstance(value, datetime.datetime):
        value = parse_timestamp(value)
    return round(value.timestamp() * 1000)


class Normal:
    """Values of both sides in one form, by botocore's shapes."""

    def __init__(self):
        self.unknown = collections.Counter()

    def of(self, shape, value, where):
        if value is None:
            return None
        kind = shape.type_name
        try:
            if kind == "structure" and isinstance(value, dict):
                for name in set(value) - set(shape.members):
                    if value[name] is not None and name != "ResponseMetadata":
                        self.unknown[f"{where}.{name}"] += 1
                found = {
                    n: self.of(s, value[n], f"{where}.{n}") for n, s in shape.members.items() if n in value
                }
                return {n: v for n, v in found.items() if v is not None}
            if kind == "list" and isinstance(value, list):
                return [self.of(shape.member, item, where + "[]") for item in value]
            if kind == "map" and isinstance(value, dict):
                return {key: self.of(shape.value, item, where + "{}") for key, item in value.items()}
            if kind == "timestamp":
                return ("moment", moment(value))
            if kind == "blob":
                return base64.b64encode(value).decode() if isinstance(value, bytes) else value
        except (ValueError, TypeError, OverflowError):
            return ("unreadable", repr(value))
        return value


def headers_of(pairs):
    headers = HeadersDict()
    for name, value in pairs:
        headers[name] = value
    return headers


def parsed(model, line):
    """What botocore makes of the answer: (code or None, message, shape, members or None)."""
    operation = model.operation_model(line["operation"])
    protocol = model.metadata.get("protocol")
    parser = botocore.parsers.create_parser(protocol)
    answer = {
        "headers": headers_of(line["headers"]),
        "status_code": line["status"],
        "body": base64.b64decode(line["body"]),
        "context": {"operation_name": line["operation"]},
    }
    result = parser.parse(answer, operation.output_shape)
    if line["status"] < 300:
        return None, None, operation.output_shape, result
    code = result.get("Error", {}).get("Code")
    shape = model.shape_for_error_code(code) if code else None
    return (
        code,
        result.get("Error", {}).get("Message"),
        shape,
        parser.parse(answer, shape) if shape is not None else None,
    )


def compare_answer(models, line, normal):
    """None when both readings agree; else (expected, actual): botocore's and Hallmark's."""
    model = models.of(line["service"])
    code, message, shape, result = parsed(model, line)
    if line.get("code") != code:
        return f"error code {code}", f"error code {line.get('code')}"
    read = [value for name, value in line["members"].items() if name.lower() == "message"]
    if code is not None and read and read != [message]:
        return f"message {message!r}", f"message {read!r}"
    where = line["operation"] + ("" if code is None else " " + str(code))
    theirs = normal.of(shape, result, where) if shape is not None else {}
    ours = normal.of(shape, line["members"], where) if shape is not None else {}
    return None if theirs == ours else (theirs, ours)


def tree(element):
    """An XML element as data; siblings of different names stand in no order."""
    children = sorted((tree(child) for child in element), key=repr)
    return element.tag, (element.text or "").strip() if not children else "", children


def body_of(request, protocol):
    body = request["body"]
    if isinstance(body, str):
        body = body.encode()
    if not body:
        return None
    if protocol != "rest-xml":
        return json.loads(body)
    root = tree(ElementTree.fromstring(body))
    return root if root[1] or root[2] else None


def request_of(method, target, headers, body, protocol, wanted_headers):
    path, _, query = target.partition("?")
    return {
        "method": method,
        "path": urllib.parse.unquote(path),
        "query": sorted(urllib.parse.parse_qsl(query, keep_blank_values=True)),
        "headers": {name: headers.get(name) for name in wanted_headers},
        # No body, and a root or an object without members, say the same: nothing is given.
        "body": body_of({"body": body}, protocol) or {},
    }


def with_bytes(shape, value):
    """A members document as botocore takes it: bytes where we write base64."""
    if shape.type_name == "blob" and isinstance(value, str):
        return base64.b64decode(value)
    if shape.type_name == "structure" and isinstance(value, dict):
        known = shape.members
        return {name: with_bytes(known[name], part) if name in known else part for name, part in value.items()}
    if shape.type_name == "list" and isinstance(value, list):
        return [with_bytes(shape.member, part) for part in value]
    if shape.type_name == "map" and isinstance(value, dict):
        return {name: with_bytes(shape.value, part) for name, part in value.items()}
    return value


def compare_request(models, line):
    model = models.of(line["service"])
    operation = model.operation_model(line["operation"])
    protocol = model.metadata["protocol"]
    serializer = botocore.serialize.create_serializer(protocol, include_validation=False)
    # A token that the case leaves to the client: both sides make one up, so botocore is given ours.
    sent_body = base64.b64decode(line["request"]["body"])
    given = dict(with_bytes(operation.input_shape, line["input"]) if operation.input_shape else line["input"])
    for name in operation.idempotent_members:
        if name not in given and protocol != "rest-xml":
            token = (json.loads(sent_body) if sent_body else {}).get(name)
            if token:
                given[name] = token
    made = serializer.serialize_to_request(given, operation)
    theirs_headers = headers_of(made["headers"].items())
    wanted = [name for name in made["headers"] if name.lower() not in ("content-type",)]
    query = urllib.parse.urlencode(made["query_string"], doseq=True) if made["query_string"] else ""
    path = made["url_path"]
    target = path + ("&" if "?" in path else "?") + query if query else path
    theirs = request_of(made["method"], target, theirs_headers, made["body"], protocol, wanted)
    sent = line["request"]
    ours = request_of(
        sent["method"], sent["target"], headers_of(sent["headers"]), sent_body, protocol, wanted
    )
    return None if theirs == ours else (theirs, ours)


def is_valid_input(line):
    if line["inexpressible"]:
        return False
    return line["role"] in VALID_ROLES or (line["role"] == "send" and "/success/" in line["case"])


def name_of(line):
    return f"{line['case']} ({line['role']} {line['operation']})"


def compare_inputs(models, lines, checks):
    accepted, encoded = collections.Counter(), collections.Counter()
    for line in lines:
        if not is_valid_input(line):
            continue
        key = (line["service"], line["operation"])
        shape = models.of(line["service"]).operation_model(line["operation"]).input_shape
        report = botocore.validate.ParamValidator().validate(line["input"], shape)
        if report.has_errors():
            checks.fail(f"validator: {name_of(line)}", "accepted", report.generate_report())
        else:
            checks.pass_(name_of(line))
            accepted[key] += 1
        difference = compare_request(models, line)
        if difference:
            checks.fail(f"serializer: {name_of(line)}", *map(harness.shown, difference))
        else:
            checks.pass_(name_of(line))
            encoded[key] += 1
    return accepted, encoded


def compare_answers(models, lines, checks, normal):
    compared = collections.Counter()
    for line in lines:
        if "status" not in line:
            checks.fail(f"parser: {name_of(line)}", "an answer", "none was recorded")
            continue
        difference = compare_answer(models, line, normal)
        if difference:
            checks.fail(f"parser: {name_of(line)}", *map(harness.shown, difference))
        else:
            checks.pass_(name_of(line))
            compared[line["service"], line["operation"], "error" if line.get("code") else "success"] += 1
    return compared


# Planted differences: each changes Hallmark's reading of one answer, or its request, and says whether it could.


def leaves(value, path=()):
    if isinstance(value, dict):
        for name, item in value.items():
            yield from leaves(item, path + (name,))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from leaves(item, path + (index,))
    elif value is not None:
        yield path, value


def change(members, wanted, new):
    for path, value in leaves(members):
        if wanted(path, value):
            at = members
            for part in path[:-1]:
                at = at[part]
            new(at, path[-1], value)
            return True
    return False


def is_time(path, value):
    return str(path[-1]).endswith(("Timestamp", "Time", "At"))


def plants():
    def code(line):
        line["code"] += "s"
        return True

    def member(wanted, new):
        return lambda line: change(line["members"], wanted, new)

    def later(at, name, value):
        at[name] = datetime.datetime.fromtimestamp(
            (moment(value) + 1000) / 1000, datetime.timezone.utc
        ).isoformat()

    def body(line):
        text = base64.b64decode(line["request"]["body"])
        changed = (
            text.replace(b"true", b"false") if b"true" in text else text.replace(b'"Name":"', b'"Name":"x', 1)
        )
        line["request"]["body"] = base64.b64encode(changed).decode()
        return changed != text

    text = lambda path, value: isinstance(value, str) and not is_time(path, value)  # noqa: E731
    flag = lambda path, value: isinstance(value, bool)  # noqa: E731
    return [
        ("another error code", "error", code),
        ("another text", "success", member(text, lambda at, name, value: at.__setitem__(name, value + "x"))),
        ("a member left out", "success", member(text, lambda at, name, value: at.pop(name))),
        (
            "a member renamed",
            "success",
            member(text, lambda at, name, value: at.__setitem__(name.lower(), at.pop(name))),
        ),
        ("a time one second later", "success", member(is_time, later)),
        ("a flag turned", "success", member(flag, lambda at, name, value: at.__setitem__(name, not value))),
        ("another value in the request's body", "request", body),
    ]


def prove(models, lines, checks):
    """Plants each difference in the first exchange of each operation that agrees and that can carry it."""
    planted = 0
    operations = sorted({(line["service"], line["operation"]) for line in lines})
    for what, kind, plant in plants():
        carried = 0
        for key in operations:
            for line in lines:
                if (line["service"], line["operation"]) != key or "status" not in line:
                    continue
                if kind == "request" and not is_valid_input(line):
                    continue
                if kind != "request" and (kind == "error") != ("code" in line):
                    continue
                changed = copy.deepcopy(line)
                if not plant(changed):
                    continue
                carried += 1
                compare = (
                    compare_request(models, changed)
                    if kind == "request"
                    else compare_answer(models, changed, Normal())
                )
                if compare:
                    checks.pass_(what)
                else:
                    checks.fail(f"planted in {name_of(line)}: {what}", "a difference is found", "none was")
                break
        planted += carried
        if not carried:
            checks.fail(f"planted: {what}", "some exchange can carry it", "none could")
    return planted


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--chime-models")
    parser.add_argument("--recording")
    options = parser.parse_args()
    checks = harness.Checks(show=("failed",))
    models = Models(options.chime_models)
    recording = pathlib.Path(options.recording or harness.WORK / "embedded.recording.jsonl")
    if not options.recording:
        recording.parent.mkdir(parents=True, exist_ok=True)
        harness.hallmark("run", "--target", "embedded", "--record", recording, "--quiet")
    decoded = harness.hallmark("decode", "--recording", recording).stdout
    lines = [json.loads(line) for line in decoded.splitlines()]
    cases = len({line["case"] for line in lines})
    print(f"botocore {botocore.__version__}: {len(lines)} exchanges in {cases} cases")

    normal = Normal()
    accepted, encoded = compare_inputs(models, lines, checks)
    compared = compare_answers(models, lines, checks, normal)
    operations = sorted({(line["service"], line["operation"]) for line in lines})
    row = "  {:<44} {:>15} {:>14} {:>14} {:>13}"
    print(row.format("operation", "inputs accepted", "encoded alike", "answers alike", "errors alike"))
    totals = collections.Counter()
    for key in operations:
        counts = [accepted[key], encoded[key], compared[(*key, "success")], compared[(*key, "error")]]
        totals.update(dict(enumerate(counts)))
        print(row.format(".".join(key), *counts))
        if key in JUDGED and not all(counts):
            checks.fail(".".join(key), "something of each kind to compare", counts)
    print(row.format("all", *(totals[column] for column in range(4))))
    for key in sorted(JUDGED - set(operations)):
        checks.fail(".".join(key), "exchanges of this operation", "none was recorded")
    for member, count in sorted(normal.unknown.items()):
        print(f"  not compared, botocore's model has no such member: {member} ({count})")
    roles = collections.Counter(line["role"] for line in lines if is_valid_input(line))
    print("  inputs by role: " + ", ".join(f"{role} {count}" for role, count in sorted(roles.items())))
    print(f"  {prove(models, lines, checks)} planted differences")
    return checks.finish()


if __name__ == "__main__":
    sys.exit(main())
