#!/usr/bin/env python3
"""Explains every difference that `hallmark diff` finds between a service's Smithy model and its botocore model.

    differences.py --hallmark build/release/hallmark [--smithy DIR --botocore DATA [--botocore DATA…]] [--list]

Without folders the models of the reference data are taken ($HALLMARK_SHARED, else ../shared beside the checkout).

A difference is explained when both documents, read here as raw JSON and without Hallmark, say what it says of them, and
when its kind is one of KINDS, which says why such documents differ. So a difference that a reader of ours made up is
found, and a new kind must be written down. What diff misses is looked for in what is simple to compare raw: operations,
listed exceptions, members of inputs and outputs, and which of these are required.

Exit codes: 0 all explained, 1 not all, 2 nothing to compare. Needs Python 3 only.
"""

import argparse
import collections
import glob
import gzip
import html
import json
import os
import re
import subprocess
import sys

# (what differs, which way) -> why. "*" matches any.
KINDS = [
    (r"operation", "*", "one document is newer, or botocore keeps an operation that the service has deprecated"),
    (r"exception", "*", "the documents list other exceptions: one is newer; DynamoDB's InvalidEndpointException belongs to "
                        "endpoint discovery, which botocore has apart; S3's HEAD answers have no body, so that either "
                        "list (NotFound, NoSuchBucket) is a name for a bare 404"),
    (r"member", "*", "one document is newer: the member came or went in between"),
    (r"error member", "*", "botocore and Smithy publish other members of an exception: one is newer"),
    (r"required", "*", "one document is newer: required was added or, being no breaking change, taken back"),
    (r"enum", "changed", "one document is newer: values were added"),
    (r"length\.min|length\.max|range\.min|range\.max|pattern", "*", "one document is newer: the constraint came, went or "
                                                                  "was widened"),
    (r"deprecated|sensitive|httpChecksum", "*", "one document is newer"),
    (r"type", "changed", "botocore keeps the type that it had before the service was modelled in Smithy (S3 "
                         "PartNumberMarker is a number, CloudFront MaxItems text): to change it would break its users"),
    (r"union", "removed", "botocore leaves out that a structure is a union where it was a structure first"),
    (r"status", "removed", "botocore states no status for exceptions of AWS JSON services"),
    (r"code", "removed", "botocore's model of a query-compatible service does not repeat the code of its query days"),
    (r"auth", "added", "Smithy's model does not say that the operation is not signed, botocore's does"),
    (r"pages\..*|waiter\..*|example\..*", "*", "botocore keeps paginators, waiters and examples in files of their own: "
                                             "they do not lie beside the model, or one document is newer"),
    (r"smokeTest\..*", "removed", "botocore has no smoke tests"),
    (r"readonly", "removed", "botocore's model said so of no operation at first"),
    (r"resource", "removed", "botocore knows no resources"),
    (r"text\..*", "*", "one document is newer: the sentence came, went or was put otherwise"),
]


def load(path):
    with (gzip.open(path) if path.endswith(".gz") else open(path, "rb")) as file:
        return json.load(file)


def sentences(documentation):
    """What a documentation string says, without its mark-up."""
    text = html.unescape(re.sub(r"<[^>]*>", " ", documentation or ""))
    return re.split(r"(?<=[.:;]) ", " ".join(text.split()))


def joined(value):
    """Paths, of which a document may give one or several."""
    return " ".join(value) if isinstance(value, list) else value


def titled(shown, name, side):
    """The side of the example that diff calls so: of a long title only the start is there, equal ones are numbered."""
    def called(title):
        return [each for each in shown if each.get("title", each.get("id", "")) == title]
    start, cut, _ = name.partition(" … (")
    number = re.fullmatch(r"(.*) \((\d+)\)", name)
    if cut:
        found = [each for each in shown if each.get("title", each.get("id", "")).startswith(start)]
    else:
        found = called(name) or (called(number[1])[int(number[2]) - 1:] if number else [])
    return found[0].get(side, {} if side == "input" else None) if found else None


class Smithy:
    def __init__(self, model):
        self.shapes = model["shapes"]
        self.service = next(shape for shape in self.shapes.values() if shape["type"] == "service")
        self.operations = {}
        waiting = [self.service]
        while waiting:
            node = waiting.pop()
            for key in ("operations", "collectionOperations"):
                for each in node.get(key, ()):
                    self.operations[each["target"].split("#")[1]] = self.shapes[each["target"]]
            for key in ("create", "put", "read", "update", "delete", "list"):
                if key in node and "target" in node[key]:
                    self.operations[node[key]["target"].split("#")[1]] = self.shapes[node[key]["target"]]
            waiting += [self.shapes[each["target"]] for each in node.get("resources", ())]

    def trait(self, node, name):
        return node.get("traits", {}).get("smithy.api#" + name)

    def root(self, operation, side):
        target = self.operations[operation].get(side, {}).get("target", "smithy.api#Unit")
        return {} if target == "smithy.api#Unit" else self.shapes[target]

    def errors(self, operation):
        own = [each["target"] for each in self.operations[operation].get("errors", ())]
        common = [each["target"] for each in self.service.get("errors", ())]
        return {each.split("#")[1]: self.shapes[each] for each in own + common}

    def error(self, name):
        return next(shape for key, shape in self.shapes.items()
                    if key.split("#")[1] == name and "smithy.api#error" in shape.get("traits", {}))

    def step(self, shape, token):
        member = shape.get("members", {}).get(token[1:]) if token.startswith(".") else \
            shape.get("member") if token == "[]" else shape.get("value") if token == "{}" else shape.get("key")
        return member, self.target(member) if member else None

    def target(self, member):
        name = member["target"]
        return {"type": name.split("#")[1].lower()} if name.startswith("smithy.api#") else self.shapes[name]

    def required(self, member, owner, name):
        return self.trait(member, "required") is not None

    def fact(self, name, member, shape, owner, last):
        def effective(trait):
            value = self.trait(member, trait)
            return self.trait(shape, trait) if value is None else value
        if name == "required":
            return self.required(member, owner, last)
        if name.startswith(("length.", "range.")):
            value, bound = effective(name.split(".")[0]), name.split(".")[1]
            return value.get(bound) if value else None
        if name == "pattern":
            return effective("pattern")
        if name == "enum":
            if shape["type"] == "enum":
                return sorted(value.get("traits", {}).get("smithy.api#enumValue", key)
                              for key, value in shape["members"].items())
            listed = effective("enum")
            return sorted(each["value"] for each in listed) if listed else None
        if name == "type":
            return {"union": "structure", "enum": "string", "intenum": "integer"}.get(shape["type"].lower(), shape["type"])
        if name == "union":
            return shape["type"] == "union"
        if name == "sensitive":
            return effective("sensitive") is not None
        if name.startswith("text."):
            return sentences(effective("documentation"))
        return NotImplemented

    def error_fact(self, name, shape):
        if name.startswith("text."):
            return sentences(self.trait(shape, "documentation"))
        code = shape.get("traits", {}).get("aws.protocols#awsQueryError", {}).get("code")
        return {"status": self.trait(shape, "httpError"), "code": code}.get(name, NotImplemented)

    def operation_fact(self, name, operation):
        node = self.operations[operation]
        if name == "deprecated":
            return self.trait(node, "deprecated") is not None
        if name == "auth":
            return self.trait(node, "optionalAuth") is not None or self.trait(node, "auth") == []
        if name == "httpChecksum":
            return node.get("traits", {}).get("aws.protocols#httpChecksum")
        if name in ("readonly", "idempotent"):
            return self.trait(node, name) is not None
        if name.startswith("text."):
            return sentences(self.trait(node, "documentation"))
        group, _, rest = name.partition(".")
        if group == "pages":
            own = self.trait(node, "paginated")
            return None if own is None else {**(self.trait(self.service, "paginated") or {}), **own}.get(rest)
        if group == "waiter":
            waiter, _, field = rest.rpartition(".")
            found = node.get("traits", {}).get("smithy.waiters#waitable", {}).get(waiter)
            if found is None or field == "maxAttempts":
                return None
            return found.get("minDelay", 2) if field == "minDelay" else \
                [each["matcher"] for each in found["acceptors"] if each["state"] == field]
        if group == "example":
            title, _, side = rest.rpartition(".")
            return titled(self.trait(node, "examples") or [], title, side)
        if group == "smokeTest":
            tests = node.get("traits", {}).get("smithy.test#smokeTests", [])
            return next((each["expect"] for each in tests if each["id"] == rest), None)
        return NotImplemented

    def resource(self, name):
        return any(shape["type"] == "resource" and key.split("#")[1] == name for key, shape in self.shapes.items())


class Botocore:
    def __init__(self, model, folder):
        self.shapes, self.operations = model["shapes"], model["operations"]
        self.pages, self.waiters, self.examples = (self.beside(folder, *file) for file in (
            ("paginators-1", "pagination"), ("waiters-2", "waiters"), ("examples-1", "examples")))

    @staticmethod
    def beside(folder, name, key):
        """What the file of this name says below its key, with what its extras say more."""
        result = {}
        found = glob.glob(os.path.join(folder, name + ".*json*"))
        for path in sorted(found, key=lambda path: ("extras" in path, path)):
            document = load(path)
            for entry, value in document.get("merge", document).get(key, {}).items():
                result[entry] = {**result.get(entry, {}), **value} if isinstance(value, dict) else value
        return result

    def root(self, operation, side):
        reference = self.operations[operation].get(side)
        return self.shapes[reference["shape"]] if reference else {}

    def errors(self, operation):
        return {each["shape"]: self.shapes[each["shape"]] for each in self.operations[operation].get("errors", ())}

    def error(self, name):
        return self.shapes[name]

    def step(self, shape, token):
        member = shape.get("members", {}).get(token[1:]) if token.startswith(".") else \
            shape.get("member") if token == "[]" else shape.get("value") if token == "{}" else shape.get("key")
        return member, self.shapes[member["shape"]] if member else None

    def required(self, member, owner, name):
        return name in owner.get("required", ())

    def fact(self, name, member, shape, owner, last):
        if name == "required":
            return self.required(member, owner, last)
        if name.startswith(("length.", "range.")):
            return shape.get(name.split(".")[1])
        if name == "pattern":
            return shape.get("pattern")
        if name == "enum":
            return sorted(shape["enum"]) if shape.get("enum") else None
        if name == "type":
            return shape["type"]
        if name in ("union", "sensitive"):
            return bool(shape.get(name))
        if name.startswith("text."):
            return sentences(member.get("documentation") or shape.get("documentation"))
        return NotImplemented

    def error_fact(self, name, shape):
        if name.startswith("text."):
            return sentences(shape.get("documentation"))
        return {"status": shape.get("error", {}).get("httpStatusCode"),
                "code": shape.get("error", {}).get("code")}.get(name, NotImplemented)

    def operation_fact(self, name, operation):
        node = self.operations[operation]
        if name == "deprecated":
            return bool(node.get("deprecated"))
        if name == "auth":
            return node.get("authtype") == "none"
        if name == "httpChecksum":
            return node.get("httpChecksum")
        if name in ("readonly", "idempotent"):
            return bool(node.get(name))
        if name.startswith("text."):
            return sentences(node.get("documentation"))
        group, _, rest = name.partition(".")
        if group == "pages":
            key = {"inputToken": "input_token", "outputToken": "output_token", "pageSize": "limit_key",
                   "items": "result_key", "moreResults": "more_results"}[rest]
            return joined(self.pages.get(operation, {}).get(key))
        if group == "waiter":
            waiter, _, field = rest.rpartition(".")
            found = self.waiters.get(waiter, {})
            if found.get("operation") != operation:
                return None
            return found.get({"minDelay": "delay"}.get(field, field)) if field in ("minDelay", "maxAttempts") else \
                [each for each in found["acceptors"] if each["state"] == field]
        if group == "example":
            title, _, side = rest.rpartition(".")
            return titled(self.examples.get(operation, []), title, side)
        if group == "smokeTest":
            return None
        return NotImplemented

    def resource(self, name):
        return False


def walk(document, shape, path):
    """The member at the end of "input.Items[].Name", its target, its owner and its name; None where it ends before."""
    member, owner, token = {}, {}, ""
    for token in re.findall(r"\.[^.\[{ ]+|\[\]|\{\}", path):
        owner = shape
        member, shape = document.step(shape, token)
        if member is None:
            return None
    return member, shape, owner, token[1:]


ABSENT = (None, False, [])


def raw(document, where):
    """(kind, what the document says): a value, or one of ABSENT."""
    words = where.split(" ")
    if words[0].startswith("resource."):
        return "resource", document.resource(words[0][len("resource."):]) if len(words) == 1 else NotImplemented
    if len(words) > 1 and words[1].startswith(("example.", "waiter.", "smokeTest.")):  # titles may have spaces
        words[1:] = [" ".join(words[1:])]
    if words[0].startswith("error."):
        shape = document.error(words[0][len("error."):])
        if words[1].startswith("members."):
            found = walk(document, shape, words[1][len("members"):])
            if len(words) == 2:
                return "error member", found is not None
            return words[2], found and document.fact(words[2], *found)
        return words[1], document.error_fact(words[1], shape)
    operation = words[0]
    if len(words) == 1:
        return "operation", operation in document.operations
    if words[1].startswith("error."):
        return "exception", words[1][len("error."):] in document.errors(operation)
    side = re.match(r"(input|output)(?=[.\[{])", words[1])
    if not side:
        return words[1], document.operation_fact(words[1], operation)
    found = walk(document, document.root(operation, side[1]), words[1][side.end():])
    if len(words) == 2:
        return "member", found is not None
    if words[2] == "key":  # the path is the map's value, the fact its key's
        member, shape = document.step(found[2], "key") if found else (None, None)
        return words[3], member and document.fact(words[3], member, shape, found[2], "key")
    return words[2], found and document.fact(words[2], *found)


def stating(fact, own, other):
    """The sentences that may state the fact (with its numbers, where it has any) and that the other document lacks;
    none where the other has one of those with the numbers, word for word."""
    numbers = re.findall(r"\d+", fact)
    said = [each for each in own if fact and all(number in each for number in numbers)]
    both = [each for each in said if each in other]
    return [] if numbers and both else [each for each in said if each not in both]


def explain(before, after, difference):
    """-> (kind, reason), or (kind, None) with what is wrong."""
    kind, a = raw(before, difference["where"])
    _, b = raw(after, difference["where"])
    if NotImplemented in (a, b):
        return kind, None, "nobody has written down how to read this raw"
    way = difference["kind"]
    if kind.startswith("text.") and a and b:
        a, b = stating(difference["before"], a, b), stating(difference["after"], b, a)
    if (way == "added") != (a in ABSENT and b not in ABSENT) and way == "added" or \
            way == "removed" and (a in ABSENT or b not in ABSENT) or \
            way == "changed" and (a in ABSENT or b in ABSENT or a == b):
        return kind, None, f"raw, the documents say {a!r} and {b!r}"
    for pattern, wanted, reason in KINDS:
        if re.fullmatch(pattern, kind) and wanted in ("*", way):
            return kind, reason, ""
    return kind, None, "no reason is written down for this kind"


def missed(before, after, differences):
    """What differs raw and was not told. Shapes that stand in several places are told where they are met first, so
    members are held by name alone."""
    told = {(each["where"], each["kind"]) for each in differences}
    loose = {(re.split(r"[.\s]", each["where"])[-1], each["kind"]) for each in differences} | \
            {(each["where"].split(" ")[1].rsplit(".", 1)[-1], each["kind"])
             for each in differences if each["where"].endswith(" required")}
    for name in sorted(set(before.operations) | set(after.operations)):
        here, there = name in before.operations, name in after.operations
        if here != there:
            if (name, "removed" if here else "added") not in told:
                yield name
            continue
        for key in ("inputToken", "outputToken", "pageSize", "items"):
            was, now = (document.operation_fact("pages." + key, name) for document in (before, after))
            if was != now and not any((f"{name} pages.{key}", way) in told for way in ("removed", "added", "changed")):
                yield f"{name} pages.{key}"
        a, b = set(before.errors(name)), set(after.errors(name))
        for error in sorted(a ^ b):
            if (f"{name} error.{error}", "removed" if error in a else "added") not in told:
                yield f"{name} error.{error}"
        for side in ("input", "output"):
            left, right = before.root(name, side), after.root(name, side)
            a, b = left.get("members", {}), right.get("members", {})
            for member in sorted(set(a) ^ set(b)):
                if (member, "removed" if member in a else "added") not in loose:
                    yield f"{name} {side}.{member}"
            for member in sorted(set(a) & set(b)):
                was, now = before.required(a[member], left, member), after.required(b[member], right, member)
                if was != now and (member, "removed" if was else "added") not in loose:
                    yield f"{name} {side}.{member} required"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hallmark", required=True)
    parser.add_argument("--smithy", help="a folder of <service>-<version>.json")
    parser.add_argument("--botocore", action="append", help="a folder of <service>/<version>/service-2.json[.gz]")
    parser.add_argument("--list", action="store_true", help="print every difference with its reason")
    options = parser.parse_args()
    if not options.smithy or not options.botocore:
        root = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "..", "shared")
        models = os.path.join(os.environ.get("HALLMARK_SHARED") or root, "models")
        options.smithy = options.smithy or os.path.join(models, "smithy")
        options.botocore = options.botocore or [os.path.join(models, "botocore")]
    if not os.path.isdir(options.smithy):
        print(f"skipped: {options.smithy} is absent")
        return 2
    pairs, counts, bad = 0, collections.Counter(), []
    for path in sorted(glob.glob(os.path.join(options.smithy, "*.json"))):
        match = re.fullmatch(r"(.*)-(\d{4}-\d\d-\d\d)\.json", os.path.basename(path))
        if not match:
            continue
        others = [found for data in options.botocore
                  for found in glob.glob(os.path.join(data, match[1], match[2], "service-2.json*"))]
        if not others:
            print(f"{match[1]}: no botocore model")
            continue
        done = subprocess.run([options.hallmark, "diff", "--json", path, others[0]], capture_output=True, check=False)
        if done.returncode not in (0, 1):
            bad.append(f"{match[1]}: {done.stderr.decode()[-300:]}")
            continue
        pairs += 1
        differences = json.loads(done.stdout)
        before, after = Smithy(load(path)), Botocore(load(others[0]), os.path.dirname(others[0]))
        here = 0
        for each in differences:
            kind, reason, problem = explain(before, after, each)
            counts[(re.sub(r"^(pages|waiter|example)\..*", r"\1", kind), each["kind"], reason)] += reason is not None
            here += reason is not None
            if reason is None:
                bad.append(f"{match[1]}: {each['kind']} {each['where']}: {problem}")
            elif options.list:
                print(f"{match[1]}: {each['kind']} {each['where']}: {reason}")
        bad += [f"{match[1]}: {each}: differs raw and is not told" for each in missed(before, after, differences)]
        print(f"{match[1]} {match[2]}: {len(differences)} differences, {here} explained")
    for (kind, way, reason), count in sorted(counts.items(), key=lambda each: -each[1]):
        if count:
            print(f"  {count:>4} {way} {kind}: {reason}")
    print(f"{pairs} pairs, {sum(counts.values())} differences explained, {len(bad)} problems")
    for each in bad:
        print("  " + each)
    return 1 if bad else 0 if pairs else 2


if __name__ == "__main__":
    sys.exit(main())
