"""ministack's CloudFront, judged with the CloudFront suite.

    ministack_cloudfront.py COMMAND      (the environment's ministack)

Every deviation was tried by hand with its curl line; the true ones stand with reason and expiry in
targets/known/ministack-cloudfront.json. A new deviation fails, and so does an entry that is no longer needed.
The same run must fail without the entries, and with one that nothing needs: otherwise it would prove nothing.
"""

import json
import sys

import harness

KNOWN = harness.ROOT / "targets/known/ministack-cloudfront.json"
REPORTS = {"json": "json", "junit": "xml", "markdown": "md"}


def main(command):
    checks = harness.Checks()
    folder = harness.WORK / "ministack"
    folder.mkdir(parents=True, exist_ok=True)
    port = harness.free_port()
    url = f"http://127.0.0.1:{port}"
    # The committed profile, on a port of our own.
    profile = json.loads((harness.ROOT / "targets/ministack.json").read_text())
    profile["$schema"] = str(harness.ROOT / "schemas/formats/target.schema.json")
    profile["endpoints"] = {"*": url}
    target = folder / "target.json"
    target.write_text(json.dumps(profile, indent=2))
    settings = {
        "BIND_HOST": "127.0.0.1",
        "GATEWAY_PORT": str(port),
        "SFTP_ENABLED": "0",
        "IOT_MTLS_ENABLED": "0",
    }
    with harness.server([command], url, folder / "log", settings):
        reports = [f"--report={name}={folder / ('report.' + suffix)}" for name, suffix in REPORTS.items()]
        judged = harness.hallmark(
            "run", "--target", target, "cloudfront", "--known", KNOWN, *reports, check=False
        )
        entries = json.loads(KNOWN.read_text())["known_deviations"]
        needless = folder / "needless.json"
        needless.write_text(
            json.dumps(
                {
                    "known_deviations": [
                        *entries,
                        {
                            "case": "cloudfront.UpdateConnectionGroup/PreconditionFailed/stale-if-match",
                            "rule": "*",
                            "reason": "it passes",
                        },
                    ]
                }
            )
        )
        stale = harness.hallmark(
            "run", "--target", target, "cloudfront", "--known", needless, "--quiet", check=False
        )
        bare = harness.hallmark("run", "--target", target, "cloudfront", "--quiet", check=False)
    print(judged.stdout + judged.stderr)
    report = json.loads((folder / "report.json").read_text())
    statuses = {case["id"]: case["status"] for case in report["cases"]}
    checks.equal("hallmark run with the known deviations: exit code", 0, judged.returncode)
    checks.equal("hallmark run without them: exit code", 1 if entries else 0, bare.returncode)
    checks.equal("hallmark run with an entry for a case that passes: exit code", 1, stale.returncode)
    checks.equal(
        "cases that conform: at least 20",
        True,
        sum(status == "conforms" for status in statuses.values()) >= 20,
    )
    return checks.finish()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
