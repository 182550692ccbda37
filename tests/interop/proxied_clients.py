"""Other people's clients, unchanged, through `hallmark proxy` to other people's emulators.

    proxied_clients.py moto COMMAND | ministack COMMAND

Each client's tests must pass as they would without the proxy, and the verdicts of the proxy must be those of `hallmark
judge` of its recording, exchange by exchange. What the proxy printed is kept beside the recordings.
"""

import json
import os
import pathlib
import sys

import harness

HERE = pathlib.Path(__file__).resolve().parent
KEYS = {
    "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE",
    "AWS_SECRET_ACCESS_KEY": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_REGION": "us-east-1",
}


def models():
    import botocore

    return pathlib.Path(botocore.__file__).parent / "data"


def clients():
    cli = os.environ.get("HALLMARK_AWS_CLI", str(harness.WORK / "cli/bin"))
    return {
        "boto3": ([sys.executable, HERE / "proxied/boto3_tests.py"], {}),
        "aws-cli": ([HERE / "proxied/aws_cli_tests.sh"], {"PATH": f"{cli}:{os.environ['PATH']}"}),
        "javascript": (["node", "--no-warnings", HERE / "proxied/javascript_tests.mjs"], {}),
    }


def verdicts(report):
    return {
        case["id"]: {key: case.get(key) for key in ("status", "reason", "findings", "promises_broken")}
        for case in json.loads(report.read_text())["cases"]
    }


def emulator(name, command, port):
    """The command that starts it, what answers once it is there, and its environment."""
    if name == "moto":
        return [command, "-H", "127.0.0.1", "-p", str(port)], "/moto-api/", {}
    return [command], "/", {"BIND_HOST": "127.0.0.1", "GATEWAY_PORT": str(port), "SFTP_ENABLED": "0", "IOT_MTLS_ENABLED": "0"}


def main(name, command):
    harness.isolate()
    checks = harness.Checks()
    folder = harness.WORK / "proxied" / name
    folder.mkdir(parents=True, exist_ok=True)
    port = harness.free_port()
    start, path, settings = emulator(name, command, port)
    with harness.server(start, f"http://127.0.0.1:{port}{path}", folder / "log", settings):
        for client, (words, variables) in clients().items():
            os.environ.update(KEYS | variables)
            recording, live, judged = folder / f"{client}.jsonl", folder / f"{client}.json", folder / f"{client}.judged.json"
            passed = harness.hallmark(
                *("proxy", "--to", f"http://127.0.0.1:{port}", "--models", models(), "--record", recording),
                *("--report", f"json={live}", "--report", f"html={folder / client}.html", "--", *words),
                check=False,
                variables=KEYS | variables,
            )
            (folder / f"{client}.txt").write_text(passed.stdout + passed.stderr)
            print(f"-- {client} against {name}: exit {passed.returncode}\n{passed.stdout[-6000:]}", flush=True)
            ended = "the command ended with exit code" in passed.stdout
            checks.equal(f"{name} {client}: its tests pass", (False, ""), (ended, passed.stderr if ended else ""))
            again = harness.hallmark(
                "judge", recording, "--models", models(), "--report", f"json={judged}", "--quiet", check=False
            )
            checks.equal(f"{name} {client}: exit codes", passed.returncode, again.returncode)
            first, second = verdicts(live), verdicts(judged)
            checks.equal(f"{name} {client}: {len(first)} verdicts", first, second)
            touched = json.loads(live.read_text())["summary"].get("touched", [])
            names = sorted(each["service"] for each in touched)
            checks.equal(f"{name} {client}: services", {"dynamodb", "s3", "sqs"} - set(names), set())
            skipped = [v for v in first.values() if v["status"] == "skipped"]
            checks.equal(f"{name} {client}: everything is recognised", [], skipped)
    return checks.finish()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2]))
