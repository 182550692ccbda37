#!/usr/bin/env python3
"""Draws deviations at random from JSON reports, for checking them by hand.

    draw.py [--count 20] [--seed 1] [--execute] REPORT.json...

Prints of each deviating case that is drawn: its id, its findings with the promises they depart from, and the
curl line of the report. --execute also runs that line and prints the answer; it wants AWS_ACCESS_KEY_ID and
AWS_SECRET_ACCESS_KEY in the environment, and the endpoint still running. The same reports and the same seed
make the same draw, whatever the order of the reports. What a case arranged was removed when it ended: lines
that name it are answered otherwise now.
"""

import argparse
import json
import os
import random
import subprocess
import sys


def deviations(paths):
    found = []
    for path in paths:
        with open(path, encoding="utf-8") as file:
            report = json.load(file)
        endpoints = ", ".join(sorted(set(report["endpoints"].values())))
        found += [(report["target"], endpoints, case) for case in report["cases"] if case["status"] == "deviates"]
    return sorted(found, key=lambda each: (each[0], each[1], each[2]["id"]))


def print_case(number, endpoints, case):
    print(f"{number}. {case['id']}")
    print(f"   at        {endpoints}")
    print(f"   sends     {case['title']}")
    for finding in case["findings"]:
        if finding["severity"] != "deviation":
            continue
        print(f"   finding   {finding['rule']} {finding['pointer']}".rstrip())
        print(f"   promise   {finding['promise']} (source: {finding['source']})")
        print(f"   expected  {finding['expected']}")
        print(f"   actual    {finding['actual']}")
    print(f"   try       {case.get('reproduce', 'the report has no curl line')}")


def execute(case):
    if "reproduce" not in case:
        return
    done = subprocess.run(["bash", "-c", case["reproduce"]], capture_output=True, timeout=60, check=False)
    answer = (done.stdout + done.stderr).decode("utf-8", "replace").rstrip()
    for line in answer[:3000].splitlines():
        print(f"     | {line}")
    if done.returncode != 0:
        print(f"     | curl ended with {done.returncode}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("reports", nargs="+", metavar="REPORT.json")
    parser.add_argument("--count", type=int, default=20)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--execute", action="store_true", help="run each curl line and print the answer")
    options = parser.parse_args()
    population = deviations(options.reports)
    if not population:
        print("no deviations in these reports", file=sys.stderr)
        return 1
    if options.execute and "AWS_ACCESS_KEY_ID" not in os.environ:
        parser.error("--execute needs AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY")
    drawn = random.Random(options.seed).sample(population, min(options.count, len(population)))
    print(f"{len(drawn)} of {len(population)} deviating cases, seed {options.seed}")
    for number, (_, endpoints, case) in enumerate(drawn, 1):
        print()
        print_case(number, endpoints, case)
        if options.execute:
            execute(case)
    return 0


if __name__ == "__main__":
    sys.exit(main())
