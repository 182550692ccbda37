"""boto3 drives the embedded endpoint: success and every listed exception of the operations that this
environment's botocore knows, each as the client's own typed exception with status, code and parsed members.

    boto3_clients.py chime                                   (with the older botocore)
    boto3_clients.py chime-sdk-voice cloudfront voice-id     (with the newest)

Then the same against endpoints with one flaw each, of every kind that a client can see: each must be noticed.
"""

import datetime
import itertools
import json
import sys
import uuid

import harness

harness.isolate()
import boto3  # noqa: E402  (after the environment is clean)
import botocore  # noqa: E402
from botocore.config import Config  # noqa: E402
from botocore.exceptions import ClientError  # noqa: E402

KEYS = ["arn:aws:kms:us-east-1:123456789012:key/" + str(uuid.uuid4()) for _ in range(2)]
NAME = "interop Ünïcode группа 響"
numbers = itertools.count(1)


def plain(text):
    return f"{text}-{next(numbers)}"


class Clients:
    """Clients of one service for every identity and trick."""

    def __init__(self, service, target):
        self.service, self.target = service, target

    def __call__(self, identity="default", fault=None, secret=None, unsigned=False, validate=True):
        keys = self.target["identities"][identity]
        client = boto3.client(
            self.service,
            endpoint_url=self.target["endpoints"][self.service],
            region_name=self.target["region"],
            aws_access_key_id=keys["access_key_id"],
            aws_secret_access_key=secret or keys["secret_access_key"],
            config=Config(
                retries={"total_max_attempts": 1},
                parameter_validation=validate,
                signature_version=botocore.UNSIGNED if unsigned else None,
                connect_timeout=20,
                read_timeout=20,
            ),
        )
        if fault:
            header = self.target["provocations"]["fault"]["header"]
            client.meta.events.register("before-call", lambda params, **_: params["headers"].update({header: fault}))
        return client


class Judge:
    """Checks of one operation, and which of its listed exceptions came."""

    def __init__(self, checks, service, operation):
        self.checks, self.operation = checks, operation
        listed = json.loads((harness.ROOT / "schemas" / service / f"{operation}.errors.json").read_text())
        self.listed = {error["name"]: error for error in listed}
        self.came = {}

    def succeeds(self, how, status, call, expected):
        """Calls; every member named in `expected` must be equal. Gives the answer, None when there is none."""
        name = f"{self.operation} success: {how}"
        try:
            answer = call()
        except Exception as error:  # noqa: BLE001  (whatever it is, it is the finding)
            self.checks.fail(name, f"success ({status})", harness.shown(repr(error)))
            return None
        wrong = []
        if answer["ResponseMetadata"]["HTTPStatusCode"] != status:
            wrong.append(("status", status, answer["ResponseMetadata"]["HTTPStatusCode"]))
        if not answer["ResponseMetadata"].get("RequestId"):
            wrong.append(("RequestId", "an identifier", answer["ResponseMetadata"].get("RequestId")))
        for path, wanted in expected.items():
            value = at(answer, path)
            if isinstance(wanted, type) and isinstance(value, wanted) and value != "":
                continue
            if value != wanted:
                wrong.append((path, wanted, value))
        if wrong:
            self.checks.fail(name, "; ".join(f"{p}={harness.shown(w)}" for p, w, _ in wrong),
                             "; ".join(f"{p}={harness.shown(v)}" for p, _, v in wrong))
        else:
            self.checks.pass_(name, f"{status}, {len(expected)} members")
        return answer

    def raises(self, exception, how, client, call, members=()):
        name = f"{self.operation} {exception} by {how}"
        if exception not in self.listed:
            self.checks.fail(name, f"one of {sorted(self.listed)}", "this program names another")
            return
        status = self.listed[exception]["status"]
        expected = {"type": exception, "code": self.listed[exception]["code"], "status": status} | dict(members)
        try:
            answer = call(client)
        except ClientError as error:
            response = error.response
            actual = {"type": type(error).__name__, "code": response["Error"]["Code"],
                      "status": response["ResponseMetadata"]["HTTPStatusCode"]}
            actual |= {name: response.get(name) for name in dict(members)}
            typed = isinstance(error, getattr(client.exceptions, exception))
            if not response["Error"].get("Message"):
                expected["message"], actual["message"] = "a text", response["Error"].get("Message")
            if not response["ResponseMetadata"].get("RequestId"):
                expected["request id"], actual["request id"] = "an identifier", None
        except Exception as error:  # noqa: BLE001
            actual, typed = repr(error), False
        else:
            actual, typed = f"success: {answer}", False
        if typed and actual == expected:
            self.came.setdefault(exception, []).append(how)
            self.checks.pass_(name, f"client.exceptions.{exception}, {status}")
        else:
            self.checks.fail(name, expected, harness.shown(actual))

    def by_faults(self, clients, call):
        for exception in self.listed:
            self.raises(exception, "fault", clients(fault=exception), call)

    def by_repeating(self, exception, how, client, call, members=(), most=100):
        for _ in range(most):
            try:
                call(client)
            except ClientError:
                break
        self.raises(exception, how, client, call, members)

    def by_bad_signatures(self, exception, clients, call):
        self.raises(exception, "identity (no signature)", clients(unsigned=True), call)
        self.raises(exception, "identity (another secret)", clients(secret="x" * 40), call)

    def finish(self):
        missing = sorted(set(self.listed) - set(self.came))
        name = f"{self.operation}: every listed exception was raised"
        if missing:
            self.checks.fail(name, f"{len(self.listed)} exceptions", f"{len(self.came)}, without {missing}")
        else:
            other = sum(any(how != "fault" for how in hows) for hows in self.came.values())
            self.checks.pass_(name, f"{len(self.came)} of {len(self.listed)}, {other} of them not only by fault")


def at(value, path):
    for part in path.split("."):
        if value is None:
            return None
        value = value[int(part)] if isinstance(value, list) else value.get(part)
    return value


def chime(checks, target):
    clients, judge = Clients("chime", target), Judge(checks, "chime", "CreateVoiceConnectorGroup")
    client = clients()
    made = []

    def create(client, **input):
        answer = client.create_voice_connector_group(**({"Name": plain("group")} | input))
        made.append(answer["VoiceConnectorGroup"]["VoiceConnectorGroupId"])
        return answer

    connector = client.create_voice_connector(Name=plain("connector"), RequireEncryption=False)
    items = [{"VoiceConnectorId": connector["VoiceConnector"]["VoiceConnectorId"], "Priority": 7}]
    group = "VoiceConnectorGroup."
    facts = {group + "Name": NAME, group + "VoiceConnectorItems": items, group + "VoiceConnectorGroupId": str,
             group + "VoiceConnectorGroupArn": str, group + "CreatedTimestamp": datetime.datetime,
             group + "UpdatedTimestamp": datetime.datetime}
    answer = judge.succeeds("name and items", 201, lambda: create(client, Name=NAME, VoiceConnectorItems=items), facts)
    if answer:
        read = client.get_voice_connector_group(VoiceConnectorGroupId=made[-1])
        checks.equal("CreateVoiceConnectorGroup success: what is read back",
                     answer["VoiceConnectorGroup"], read["VoiceConnectorGroup"])
    judge.succeeds("name only", 201, lambda: create(client, Name="n" * 256), {group + "Name": "n" * 256})

    free = clients(validate=False)
    code = lambda text: {"Code": text}  # noqa: E731  (the error's own member beside its identity)
    for how, input in [("no name", {"Name": None}), ("an empty name", {"Name": ""}), ("257 characters", {"Name": "n" * 257}),
                       ("priority 100", {"VoiceConnectorItems": [items[0] | {"Priority": 100}]}),
                       ("four items", {"VoiceConnectorItems": items * 4})]:
        given = {"Name": plain("group")} | input
        given = {name: value for name, value in given.items() if value is not None}
        judge.raises("BadRequestException", f"request ({how})", free, lambda c, i=given: c.create_voice_connector_group(**i),
                     code("BadRequest"))
    judge.raises("AccessDeniedException", "identity", clients("denied"), create)
    judge.raises("ForbiddenException", "identity", clients("forbidden"), create)
    judge.raises("UnauthorizedClientException", "identity", clients("unauthorized"), create)
    judge.by_bad_signatures("UnauthorizedClientException", clients, create)
    judge.by_repeating("ThrottledClientException", "rate", clients("rate"), create)
    judge.by_repeating("ResourceLimitExceededException", "state", clients("limits"), create, code("ResourceLimitExceeded"), 10)
    judge.by_faults(clients, create)
    judge.finish()

    for identifier in made:
        client.update_voice_connector_group(VoiceConnectorGroupId=identifier, Name="gone", VoiceConnectorItems=[])
        client.delete_voice_connector_group(VoiceConnectorGroupId=identifier)
    client.delete_voice_connector(VoiceConnectorId=items[0]["VoiceConnectorId"])


def chime_sdk_voice(checks, target):
    clients, judge = Clients("chime-sdk-voice", target), Judge(checks, "chime-sdk-voice", "UpdateVoiceConnectorGroup")
    client = clients()
    before = client.create_voice_connector_group(Name=plain("group"))["VoiceConnectorGroup"]
    identifier = before["VoiceConnectorGroupId"]
    connector = client.create_voice_connector(Name=plain("connector"), RequireEncryption=False)["VoiceConnector"]
    items = [{"VoiceConnectorId": connector["VoiceConnectorId"], "Priority": 99}]

    def update(client, **input):
        base = {"VoiceConnectorGroupId": identifier, "Name": plain("group"), "VoiceConnectorItems": []}
        return client.update_voice_connector_group(**(base | input))

    group = "VoiceConnectorGroup."
    name = plain("Voice group_")
    facts = {group + "Name": name, group + "VoiceConnectorItems": items, group + "VoiceConnectorGroupId": identifier,
             group + "VoiceConnectorGroupArn": before["VoiceConnectorGroupArn"],
             group + "CreatedTimestamp": before["CreatedTimestamp"], group + "UpdatedTimestamp": datetime.datetime}
    answer = judge.succeeds("name and items", 202, lambda: update(client, Name=name, VoiceConnectorItems=items), facts)
    if answer:
        read = client.get_voice_connector_group(VoiceConnectorGroupId=identifier)
        checks.equal("UpdateVoiceConnectorGroup success: what is read back",
                     answer["VoiceConnectorGroup"], read["VoiceConnectorGroup"])
    judge.succeeds("no items", 202, lambda: update(client), {group + "VoiceConnectorItems": []})

    free = clients(validate=False)
    for how, input in [("an empty name", {"Name": ""}), ("257 characters", {"Name": "n" * 257}),
                       ("priority 0", {"VoiceConnectorItems": [items[0] | {"Priority": 0}]}),
                       ("four items", {"VoiceConnectorItems": items * 4})]:
        judge.raises("BadRequestException", f"request ({how})", free, lambda c, i=input: update(c, **i))
    judge.raises("NotFoundException", "request", client, lambda c: update(c, VoiceConnectorGroupId=str(uuid.uuid4())))
    judge.raises("ForbiddenException", "identity", clients("forbidden"), update)
    judge.raises("UnauthorizedClientException", "identity", clients("unauthorized"), update)
    judge.by_bad_signatures("UnauthorizedClientException", clients, update)
    judge.by_repeating("ThrottledClientException", "rate", clients("rate"), update)
    judge.by_faults(clients, update)
    judge.finish()

    update(client)
    client.delete_voice_connector_group(VoiceConnectorGroupId=identifier)
    client.delete_voice_connector(VoiceConnectorId=connector["VoiceConnectorId"])


def cloudfront(checks, target):
    clients, judge = Clients("cloudfront", target), Judge(checks, "cloudfront", "UpdateConnectionGroup")
    client = clients()
    made = client.create_connection_group(Name=plain("group"), Enabled=True)
    before, versions = made["ConnectionGroup"], [made["ETag"]]
    identifier = before["Id"]

    def update(client, **input):
        base = {"Id": identifier, "IfMatch": versions[-1], "Enabled": True, "Ipv6Enabled": True}
        answer = client.update_connection_group(**(base | input))
        versions.append(answer["ETag"])
        return answer

    group = "ConnectionGroup."
    facts = {group + member: before[member] for member in ("Id", "Name", "Arn", "CreatedTime", "RoutingEndpoint")}
    facts |= {group + "LastModifiedTime": datetime.datetime, group + "Status": str, "ETag": str}
    answer = judge.succeeds("both switches off", 200, lambda: update(client, Enabled=False, Ipv6Enabled=False),
                            facts | {group + "Enabled": False, group + "Ipv6Enabled": False})
    checks.equal("UpdateConnectionGroup success: another version each time", True, versions[-1] not in versions[:-1])
    if answer:
        read = client.get_connection_group(Identifier=identifier)
        settled = lambda g: {k: v for k, v in g.items() if k != "Status"}  # noqa: E731
        checks.equal("UpdateConnectionGroup success: what is read back",
                     (settled(answer["ConnectionGroup"]), answer["ETag"]), (settled(read["ConnectionGroup"]), read["ETag"]))
    judge.succeeds("both switches on", 200, lambda: update(client), {group + "Enabled": True, group + "Ipv6Enabled": True})

    judge.raises("PreconditionFailed", "state", client, lambda c: update(c, IfMatch=versions[0]))
    judge.raises("InvalidIfMatchVersion", "request", client, lambda c: update(c, IfMatch="not a version"))
    judge.raises("EntityNotFound", "request", client, lambda c: update(c, Id="cg_" + "0" * 27))
    judge.raises("EntityNotFound", "request (unknown list of addresses)", client,
                 lambda c: update(c, AnycastIpListId="aipl_" + "0" * 25))
    perhaps = clients(validate=False)
    perhaps.meta.events.register("before-call", lambda params, **_: params.update(
        body=params["body"].replace(b"<Enabled>true<", b"<Enabled>perhaps<")))
    judge.raises("InvalidArgument", "request", perhaps, update)
    judge.raises("AccessDenied", "identity", clients("denied"), update)
    judge.by_bad_signatures("AccessDenied", clients, update)
    judge.by_faults(clients, update)
    judge.finish()

    update(client, Enabled=False)
    client.delete_connection_group(Id=identifier, IfMatch=client.get_connection_group(Identifier=identifier)["ETag"])


def voice_id(checks, target):
    clients, judge = Clients("voice-id", target), Judge(checks, "voice-id", "UpdateDomain")
    client = clients()

    def create():
        return client.create_domain(Name=plain("domain"), Description="before",
                                    ServerSideEncryptionConfiguration={"KmsKeyId": KEYS[0]})["Domain"]

    before, other = create(), create()
    identifier = before["DomainId"]

    def update(client, **input):
        base = {"DomainId": identifier, "Name": plain("domain"), "ServerSideEncryptionConfiguration": {"KmsKeyId": KEYS[0]}}
        return client.update_domain(**(base | input))

    name = plain("Voice_domain")
    facts = {"Domain.Name": name, "Domain.Description": NAME, "Domain.DomainId": identifier, "Domain.Arn": before["Arn"],
             "Domain.CreatedAt": before["CreatedAt"], "Domain.UpdatedAt": datetime.datetime, "Domain.DomainStatus": "ACTIVE",
             "Domain.ServerSideEncryptionConfiguration.KmsKeyId": KEYS[0]}
    answer = judge.succeeds("name and description", 200, lambda: update(client, Name=name, Description=NAME), facts)
    if answer:
        read = client.describe_domain(DomainId=identifier)
        checks.equal("UpdateDomain success: what is read back", answer["Domain"], read["Domain"])
    judge.succeeds("a description that is left out is removed", 200, lambda: update(client), {"Domain.Description": None})
    details = "Domain.ServerSideEncryptionUpdateDetails."
    judge.succeeds("another key", 200, lambda: update(client, ServerSideEncryptionConfiguration={"KmsKeyId": KEYS[1]}),
                   {"Domain.ServerSideEncryptionConfiguration.KmsKeyId": KEYS[1], details + "OldKmsKeyId": KEYS[0],
                    details + "UpdateStatus": str})

    free = clients(validate=False)
    for how, input in [("a short id", {"DomainId": "a" * 21}), ("an id with a hyphen", {"DomainId": "a" * 21 + "-"}),
                       ("an empty name", {"Name": ""}), ("no key", {"ServerSideEncryptionConfiguration": {}})]:
        judge.raises("ValidationException", f"request ({how})", free, lambda c, i=input: update(c, **i))
    judge.raises("ResourceNotFoundException", "request", client, lambda c: update(c, DomainId="0" * 22), {"ResourceType": "DOMAIN"})
    judge.raises("ConflictException", "state", client, lambda c: update(c, Name=other["Name"]),
                 {"ConflictType": "CONCURRENT_CHANGES"})
    judge.raises("AccessDeniedException", "identity", clients("denied"), update)
    judge.by_bad_signatures("AccessDeniedException", clients, update)
    judge.by_repeating("ThrottlingException", "rate", clients("rate"), update)
    judge.by_faults(clients, update)
    judge.finish()

    for domain in (before, other):
        client.delete_domain(DomainId=domain["DomainId"])


PROGRAMS = {"chime": chime, "chime-sdk-voice": chime_sdk_voice, "cloudfront": cloudfront, "voice-id": voice_id}
FLAWS = ["always-error", "always-success", "bad-signature-accepted", "unsigned-accepted", "permissions-ignored", "unknown-id-accepted",
         "drop-member", "rename-case", "wrap-member", "wrong-type", "success-status", "error-code", "error-status", "error-envelope",
         "not-stored", "item-limit-ignored", "if-match-ignored", "etag-constant", "clobbering-not-done"]


def drive(service, target, checks):
    try:
        PROGRAMS[service](checks, target)
    except Exception as error:  # noqa: BLE001  (a call between the checks)
        checks.fail(service, "calls that set the stage succeed", harness.shown(repr(error)))


def flaws_of(service):
    """One flaw of each kind that the operations of the service can have: the first that is listed."""
    found = {}
    for line in harness.hallmark("flaws", service).stdout.splitlines():
        flaw = line.strip()
        kind = flaw.partition(",")[0].partition(":")[0]
        if kind in FLAWS and "," in flaw:
            found.setdefault(kind, flaw)
    return list(found.values())


def prove(service, checks):
    for flaw in flaws_of(service):
        silent = harness.Checks(show=())
        with harness.serving(service, "--flaw", flaw) as target:
            drive(service, target, silent)
        if silent.failed:
            checks.pass_(f"flawed endpoint, {flaw}", f"noticed by {silent.failed}")
        else:
            checks.fail(f"flawed endpoint, {flaw}", "some check fails", f"{silent.passed} passed")


def main(services):
    checks = harness.Checks()
    print(f"boto3 {boto3.__version__}, botocore {botocore.__version__}, Python {sys.version.split()[0]}")
    with harness.serving(*services) as target:
        for service in services:
            print(service)
            drive(service, target, checks)
    checks.equal("resources left at the endpoint", 0, target.get("stored"))
    for service in services:
        prove(service, checks)
    return checks.finish()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or ["chime-sdk-voice", "cloudfront", "voice-id"]))
