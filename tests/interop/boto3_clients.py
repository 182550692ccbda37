"""boto3 drives the embedded endpoint: success and every listed exception of the operations that this
environment's botocore knows, each as the client's own typed exception with status, code and parsed members.

    boto3_clients.py chime                                   (with the older botocore)
    boto3_clients.py chime-sdk-voice cloudfront voice-id     (with the newest)

Then the same against endpoints with one mutant each, of every kind that a client can see: each must be noticed.
"""

import sys

import harness

harness.isolate()
import boto3  # noqa: E402  (after the environment is clean)
import botocore  # noqa: E402
import boto3_programs as programs  # noqa: E402

PROGRAMS = {
    "chime": programs.chime,
    "chime-sdk-voice": programs.chime_sdk_voice,
    "cloudfront": programs.cloudfront,
    "voice-id": programs.voice_id,
}
MUTANTS = [
    "always-error",
    "always-success",
    "bad-signature-accepted",
    "unsigned-accepted",
    "permissions-ignored",
    "unknown-id-accepted",
    "drop-member",
    "rename-case",
    "wrap-member",
    "wrong-type",
    "success-status",
    "error-code",
    "error-status",
    "error-envelope",
    "not-stored",
    "item-limit-ignored",
    "if-match-ignored",
    "etag-constant",
    "clobbering-not-done",
]


def drive(service, target, checks):
    try:
        PROGRAMS[service](checks, target)
    except Exception as error:  # noqa: BLE001  (a call between the checks)
        checks.fail(service, "calls that set the stage succeed", harness.shown(repr(error)))


def mutants_of(service):
    """One mutant of each kind that the operations of the service can have: the first that is listed."""
    found = {}
    for line in harness.hallmark("mutants", service).stdout.splitlines():
        mutant = line.strip()
        kind = mutant.partition(",")[0].partition(":")[0]
        if kind in MUTANTS and "," in mutant:
            found.setdefault(kind, mutant)
    return list(found.values())


def prove(service, checks):
    for mutant in mutants_of(service):
        silent = harness.Checks(show=())
        with harness.serving(service, "--mutant", mutant) as target:
            drive(service, target, silent)
        if silent.failed:
            checks.pass_(f"mutated endpoint, {mutant}", f"noticed by {silent.failed}")
        else:
            checks.fail(f"mutated endpoint, {mutant}", "some check fails", f"{silent.passed} passed")


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
