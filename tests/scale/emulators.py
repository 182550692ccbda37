#!/usr/bin/env python3
"""Runs services against emulators, one report each, and prints what came of them as a Markdown table.

    emulators.py --hallmark build/release/hallmark --models BOTOCORE/data --out DIR
                 --endpoint moto=http://127.0.0.1:5000 --endpoint ministack=http://127.0.0.1:4566
                 [--depth quick] [SERVICE...]
    emulators.py --out DIR --table          the table of reports that lie there

Of every service the newest service-2.json.gz is taken. The reports are DIR/<emulator>-<service>.json.
"""

import argparse
import glob
import json
import os
import subprocess
import sys
import time

SERVICES = ["sqs", "sns", "dynamodb", "s3", "sts", "kms", "route53", "secretsmanager", "ssm", "iam", "lambda", "ec2",
            "kinesis", "logs", "cloudwatch", "events", "stepfunctions", "apigateway"]


def newest_model(models, service):
    found = sorted(glob.glob(os.path.join(models, service, "*", "service-2.json.gz")))
    if not found:
        sys.exit(f"no model of {service} below {models}")
    return found[-1]


def base_accepted(cases):
    """Operations whose base request was answered with success at least once."""
    return {case["operation"] for case in cases if any(
        exchange["role"] in ("send", "base", "control") and 200 <= exchange.get("response", {}).get("status", 0) < 300
        for exchange in case["exchanges"])}


def row(path):
    with open(path, encoding="utf-8") as file:
        report = json.load(file)
    counts, cases = report["summary"]["counts"], report["cases"]
    emulator, service = os.path.basename(path)[:-len(".json")].split("-", 1)
    operations = {case["operation"] for case in cases}
    return [emulator, service, len(operations), counts["total"], len(base_accepted(cases)), counts["conforms"],
            counts["deviates"], counts["skipped"], counts["inconclusive"], counts["informative"], counts["errors"],
            report["summary"]["requests"], round(report["summary"]["seconds"], 1)]


def print_table(folder):
    head = ["emulator", "service", "operations", "cases", "base accepted", "conforms", "deviates", "skipped",
            "inconclusive", "informative", "errors", "requests", "seconds"]
    print("| " + " | ".join(head) + " |")
    print("|" + "---|" * len(head))
    for path in sorted(glob.glob(os.path.join(folder, "*-*.json"))):
        print("| " + " | ".join(str(cell) for cell in row(path)) + " |")


def run(options, emulator, endpoint, service):
    path = os.path.join(options.out, f"{emulator}-{service}")
    command = [options.hallmark, "run", "--model", newest_model(options.models, service), "--endpoint", endpoint,
               "--depth", options.depth, "--report", f"json={path}.json"]
    environment = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", **os.environ}
    begun = time.monotonic()
    with open(path + ".txt", "wb") as log:
        done = subprocess.run(command, stdout=log, stderr=subprocess.STDOUT, env=environment, check=False)
    print(f"{emulator} {service}: exit code {done.returncode}, {time.monotonic() - begun:.1f} s", file=sys.stderr, flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("services", nargs="*", default=SERVICES)
    parser.add_argument("--hallmark", default="build/release/hallmark")
    parser.add_argument("--models", help="the data folder of an installed botocore")
    parser.add_argument("--out", required=True)
    parser.add_argument("--endpoint", action="append", default=[], metavar="EMULATOR=URL")
    parser.add_argument("--depth", default="quick")
    parser.add_argument("--table", action="store_true", help="run nothing")
    options = parser.parse_args()
    os.makedirs(options.out, exist_ok=True)
    if not options.table:
        if not options.models or not options.endpoint:
            parser.error("--models and --endpoint are needed for running")
        for each in options.endpoint:
            emulator, _, endpoint = each.partition("=")
            for service in options.services:
                run(options, emulator, endpoint, service)
    print_table(options.out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
