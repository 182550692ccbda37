"""Clients of the embedded endpoint for every identity and trick, and what is checked of one operation with them."""

import json

import boto3
import botocore
from botocore.config import Config
from botocore.exceptions import ClientError

import harness


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
            client.meta.events.register(
                "before-call", lambda params, **_: params["headers"].update({header: fault})
            )
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
            self.checks.fail(
                name,
                "; ".join(f"{p}={harness.shown(w)}" for p, w, _ in wrong),
                "; ".join(f"{p}={harness.shown(v)}" for p, _, v in wrong),
            )
        else:
            self.checks.pass_(name, f"{status}, {len(expected)} members")
        return answer

    def raises(self, exception, how, client, call, members=()):
        name = f"{self.operation} {exception} by {how}"
        if exception not in self.listed:
            self.checks.fail(name, f"one of {sorted(self.listed)}", "this program names another")
            return
        status = self.listed[exception]["status"]
        expected = {"type": exception, "code": self.listed[exception]["code"], "status": status} | dict(
            members
        )
        try:
            answer = call(client)
        except ClientError as error:
            response = error.response
            actual = {
                "type": type(error).__name__,
                "code": response["Error"]["Code"],
                "status": response["ResponseMetadata"]["HTTPStatusCode"],
            }
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
            self.checks.pass_(
                name, f"{len(self.came)} of {len(self.listed)}, {other} of them not only by fault"
            )


def at(value, path):
    for part in path.split("."):
        if value is None:
            return None
        value = value[int(part)] if isinstance(value, list) else value.get(part)
    return value
