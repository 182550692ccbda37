"""What boto3 does with each service: success, and every exception by every means that a client has.

Each program makes what it needs, drives one operation through a Judge, and removes what it made.
"""

import time
import datetime
import itertools
import uuid

from boto3_judge import Clients, Judge

KEYS = ["arn:aws:kms:us-east-1:123456789012:key/" + str(uuid.uuid4()) for _ in range(2)]
NAME = "interop Ünïcode группа 響"
numbers = itertools.count(1)


def plain(text):
    return f"{text}-{next(numbers)}"


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
    facts = {
        group + "Name": NAME,
        group + "VoiceConnectorItems": items,
        group + "VoiceConnectorGroupId": str,
        group + "VoiceConnectorGroupArn": str,
        group + "CreatedTimestamp": datetime.datetime,
        group + "UpdatedTimestamp": datetime.datetime,
    }
    answer = judge.succeeds(
        "name and items", 201, lambda: create(client, Name=NAME, VoiceConnectorItems=items), facts
    )
    if answer:
        read = client.get_voice_connector_group(VoiceConnectorGroupId=made[-1])
        checks.equal(
            "CreateVoiceConnectorGroup success: what is read back",
            answer["VoiceConnectorGroup"],
            read["VoiceConnectorGroup"],
        )
    judge.succeeds("name only", 201, lambda: create(client, Name="n" * 256), {group + "Name": "n" * 256})

    free = clients(validate=False)
    code = lambda text: {"Code": text}  # noqa: E731  (the error's own member beside its identity)
    for how, input in [
        ("no name", {"Name": None}),
        ("an empty name", {"Name": ""}),
        ("257 characters", {"Name": "n" * 257}),
        ("priority 100", {"VoiceConnectorItems": [items[0] | {"Priority": 100}]}),
        ("four items", {"VoiceConnectorItems": items * 4}),
    ]:
        given = {"Name": plain("group")} | input
        given = {name: value for name, value in given.items() if value is not None}
        judge.raises(
            "BadRequestException",
            f"request ({how})",
            free,
            lambda c, i=given: c.create_voice_connector_group(**i),
            code("BadRequest"),
        )
    judge.raises("AccessDeniedException", "identity", clients("denied"), create)
    judge.raises("ForbiddenException", "identity", clients("forbidden"), create)
    judge.raises("UnauthorizedClientException", "identity", clients("unauthorized"), create)
    judge.by_bad_signatures("UnauthorizedClientException", clients, create)
    judge.by_repeating("ThrottledClientException", "rate", clients("rate"), create)
    judge.by_repeating(
        "ResourceLimitExceededException",
        "state",
        clients("limits"),
        create,
        code("ResourceLimitExceeded"),
        10,
    )
    judge.by_faults(clients, create)
    judge.finish()

    for identifier in made:
        client.update_voice_connector_group(
            VoiceConnectorGroupId=identifier, Name="gone", VoiceConnectorItems=[]
        )
        client.delete_voice_connector_group(VoiceConnectorGroupId=identifier)
    client.delete_voice_connector(VoiceConnectorId=items[0]["VoiceConnectorId"])


def chime_sdk_voice(checks, target):
    clients, judge = Clients("chime-sdk-voice", target), Judge(
        checks, "chime-sdk-voice", "UpdateVoiceConnectorGroup"
    )
    client = clients()
    before = client.create_voice_connector_group(Name=plain("group"))["VoiceConnectorGroup"]
    identifier = before["VoiceConnectorGroupId"]
    connector = client.create_voice_connector(Name=plain("connector"), RequireEncryption=False)[
        "VoiceConnector"
    ]
    items = [{"VoiceConnectorId": connector["VoiceConnectorId"], "Priority": 99}]

    def update(client, **input):
        base = {"VoiceConnectorGroupId": identifier, "Name": plain("group"), "VoiceConnectorItems": []}
        return client.update_voice_connector_group(**(base | input))

    group = "VoiceConnectorGroup."
    name = plain("Voice group_")
    facts = {
        group + "Name": name,
        group + "VoiceConnectorItems": items,
        group + "VoiceConnectorGroupId": identifier,
        group + "VoiceConnectorGroupArn": before["VoiceConnectorGroupArn"],
        group + "CreatedTimestamp": before["CreatedTimestamp"],
        group + "UpdatedTimestamp": datetime.datetime,
    }
    answer = judge.succeeds(
        "name and items", 202, lambda: update(client, Name=name, VoiceConnectorItems=items), facts
    )
    if answer:
        read = client.get_voice_connector_group(VoiceConnectorGroupId=identifier)
        checks.equal(
            "UpdateVoiceConnectorGroup success: what is read back",
            answer["VoiceConnectorGroup"],
            read["VoiceConnectorGroup"],
        )
    judge.succeeds("no items", 202, lambda: update(client), {group + "VoiceConnectorItems": []})

    free = clients(validate=False)
    for how, input in [
        ("an empty name", {"Name": ""}),
        ("257 characters", {"Name": "n" * 257}),
        ("priority 0", {"VoiceConnectorItems": [items[0] | {"Priority": 0}]}),
        ("four items", {"VoiceConnectorItems": items * 4}),
    ]:
        judge.raises("BadRequestException", f"request ({how})", free, lambda c, i=input: update(c, **i))
    judge.raises(
        "NotFoundException", "request", client, lambda c: update(c, VoiceConnectorGroupId=str(uuid.uuid4()))
    )
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
    facts = {
        group + member: before[member] for member in ("Id", "Name", "Arn", "CreatedTime", "RoutingEndpoint")
    }
    facts |= {group + "LastModifiedTime": datetime.datetime, group + "Status": str, "ETag": str}
    answer = judge.succeeds(
        "both switches off",
        200,
        lambda: update(client, Enabled=False, Ipv6Enabled=False),
        facts | {group + "Enabled": False, group + "Ipv6Enabled": False},
    )
    checks.equal(
        "UpdateConnectionGroup success: another version each time", True, versions[-1] not in versions[:-1]
    )
    if answer:
        read = client.get_connection_group(Identifier=identifier)
        settled = lambda g: {k: v for k, v in g.items() if k != "Status"}  # noqa: E731
        checks.equal(
            "UpdateConnectionGroup success: what is read back",
            (settled(answer["ConnectionGroup"]), answer["ETag"]),
            (settled(read["ConnectionGroup"]), read["ETag"]),
        )
    judge.succeeds(
        "both switches on",
        200,
        lambda: update(client),
        {group + "Enabled": True, group + "Ipv6Enabled": True},
    )

    judge.raises("PreconditionFailed", "state", client, lambda c: update(c, IfMatch=versions[0]))
    judge.raises("InvalidIfMatchVersion", "request", client, lambda c: update(c, IfMatch="not a version"))
    judge.raises("EntityNotFound", "request", client, lambda c: update(c, Id="cg_" + "0" * 27))
    judge.raises(
        "EntityNotFound",
        "request (unknown list of addresses)",
        client,
        lambda c: update(c, AnycastIpListId="aipl_" + "0" * 25),
    )
    perhaps = clients(validate=False)
    perhaps.meta.events.register(
        "before-call",
        lambda params, **_: params.update(
            body=params["body"].replace(b"<Enabled>true<", b"<Enabled>perhaps<")
        ),
    )
    judge.raises("InvalidArgument", "request", perhaps, update)
    judge.raises("AccessDenied", "identity", clients("denied"), update)
    judge.by_bad_signatures("AccessDenied", clients, update)
    judge.by_faults(clients, update)
    judge.finish()

    update(client, Enabled=False)
    client.delete_connection_group(
        Id=identifier, IfMatch=client.get_connection_group(Identifier=identifier)["ETag"]
    )


def voice_id(checks, target):
    clients, judge = Clients("voice-id", target), Judge(checks, "voice-id", "UpdateDomain")
    client = clients()

    def create():
        return client.create_domain(
            Name=plain("domain"),
            Description="before",
            ServerSideEncryptionConfiguration={"KmsKeyId": KEYS[0]},
        )["Domain"]

    before, other = create(), create()
    identifier = before["DomainId"]

    def update(client, **input):
        base = {
            "DomainId": identifier,
            "Name": plain("domain"),
            "ServerSideEncryptionConfiguration": {"KmsKeyId": KEYS[0]},
        }
        return client.update_domain(**(base | input))

    name = plain("Voice_domain")
    facts = {
        "Domain.Name": name,
        "Domain.Description": NAME,
        "Domain.DomainId": identifier,
        "Domain.Arn": before["Arn"],
        "Domain.CreatedAt": before["CreatedAt"],
        "Domain.UpdatedAt": datetime.datetime,
        "Domain.DomainStatus": "ACTIVE",
        "Domain.ServerSideEncryptionConfiguration.KmsKeyId": KEYS[0],
    }
    answer = judge.succeeds(
        "name and description", 200, lambda: update(client, Name=name, Description=NAME), facts
    )
    if answer:
        read = client.describe_domain(DomainId=identifier)
        checks.equal("UpdateDomain success: what is read back", answer["Domain"], read["Domain"])
    judge.succeeds(
        "a description that is left out is removed", 200, lambda: update(client), {"Domain.Description": None}
    )
    details = "Domain.ServerSideEncryptionUpdateDetails."
    judge.succeeds(
        "another key",
        200,
        lambda: update(client, ServerSideEncryptionConfiguration={"KmsKeyId": KEYS[1]}),
        {
            "Domain.ServerSideEncryptionConfiguration.KmsKeyId": KEYS[1],
            details + "OldKmsKeyId": KEYS[0],
            details + "UpdateStatus": str,
        },
    )

    free = clients(validate=False)
    for how, input in [
        ("a short id", {"DomainId": "a" * 21}),
        ("an id with a hyphen", {"DomainId": "a" * 21 + "-"}),
        ("an empty name", {"Name": ""}),
        ("no key", {"ServerSideEncryptionConfiguration": {}}),
    ]:
        judge.raises("ValidationException", f"request ({how})", free, lambda c, i=input: update(c, **i))
    judge.raises(
        "ResourceNotFoundException",
        "request",
        client,
        lambda c: update(c, DomainId="0" * 22),
        {"ResourceType": "DOMAIN"},
    )
    judge.raises(
        "ConflictException",
        "state",
        client,
        update,  # back to the first key, while the change to the second is under way
        {"ConflictType": "DOMAIN_LOCKED_FROM_ENCRYPTION_UPDATES"},
    )
    for _ in range(60):
        domain = client.describe_domain(DomainId=identifier)["Domain"]
        if domain.get("ServerSideEncryptionUpdateDetails", {}).get("UpdateStatus") != "IN_PROGRESS":
            break
        time.sleep(0.5)
    client.update_domain(
        DomainId=identifier, Name=plain("domain"), ServerSideEncryptionConfiguration={"KmsKeyId": KEYS[1]}
    )
    judge.raises("AccessDeniedException", "identity", clients("denied"), update)
    judge.by_bad_signatures("AccessDeniedException", clients, update)
    # The key stays: what is asked for again and again changes nothing that locks the domain.
    def same_key(client, **input):
        return update(client, **({"ServerSideEncryptionConfiguration": {"KmsKeyId": KEYS[1]}} | input))

    judge.by_repeating("ThrottlingException", "rate", clients("rate"), same_key)
    judge.by_faults(clients, same_key)
    judge.finish()

    for domain in (before, other):
        client.delete_domain(DomainId=domain["DomainId"])
