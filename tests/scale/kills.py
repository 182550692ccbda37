#!/usr/bin/env python3
"""Holds mutants of what must hold between calls against the judge by the contract alone, one service of each protocol,
and prints the kill matrix as a Markdown table, one row a kind.

    kills.py --hallmark build/release/hallmark --models BOTOCORE/data --out DIR [--depth normal] [--check] [SERVICE...]
    kills.py --out DIR --table          the table of matrices that lie there

A mutant counts as killed only by a finding of its very promise; drift counts, as names alone accuse nobody. Survivors are
listed below the table, and so is why mutants are equivalent. Fails where one survives, or where a kind that
tests/scale/kills.json has as killed on a service is killed there no more.
"""

import argparse
import collections
import glob
import json
import os
import pathlib
import subprocess
import sys

# Service: protocol to speak (empty: the contract's first), ids (none: all).
SERVICES = {
    "sns": ("aws-query", []),
    "kms": ("aws-json-1.1", []),
    "route53": ("rest-xml", []),
    "lambda": ("rest-json", []),
    "ec2": ("ec2-query", ["*KeyPair*", "*SecurityGroup*"]),
    "cloudwatch": ("rpc-v2-cbor", []),
    "dynamodb": ("aws-json-1.0", []),
}
KINDS = ["unknown-accepted", "another-exception", "alive-after-removal", "duplicate-made", "parent-removed",
         "referenced-removed", "unready-accepted", "twice-accepted", "taken-accepted",
         "item-missing", "item-twice", "removed-still-listed", "page-twice", "token-endless", "size-ignored",
         "token-has-second-effect", "token-mismatch-accepted", "filter-ignored", "filter-inverted",
         "batch-item-untold", "batch-all-failed", "member-lost", "members-swapped", "member-cut", "zero-as-unset",
         "body-cut", "digest-ignored", "range-shifted", "reset-by-update", "clobbering-not-done",
         "neighbour-updated", "all-updated", "refused-sticks",
         "tag-lost", "tag-kept", "sequence-broken", "growth-missing", "asked-for-missing",
         "condition-ignored"]
HERE = pathlib.Path(__file__).parent


def newest_model(models, service):
    found = sorted(glob.glob(os.path.join(models, service, "*", "service-2.json.gz")))
    if not found:
        sys.exit(f"no model of {service} below {models}")
    return found[-1]


def prove(options, service):
    protocol, globs = SERVICES[service]
    command = [options.hallmark, "prove", *[f"{service}.{glob}/*" for glob in globs],
               "-m", newest_model(options.models, service), "--depth", options.depth, "--first",
               "--json", str(options.out / f"{service}.json")]
    for kind in KINDS:
        command += ["--mutant", kind]
    if protocol:
        command += ["--protocol", protocol]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode not in (0, 1):
        sys.exit(f"{service}: exit code {done.returncode}\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return done.returncode


def kind_of(mutant):
    return mutant.split(",")[0].split(":")[0]


def read(path):
    """Rows of one matrix: (kind, fate, mutant, why)."""
    rows = []
    for service in json.loads(path.read_text())["services"]:
        for each in service["mutants"]:
            rows.append((kind_of(each["mutant"]), each["fate"], each["mutant"], each.get("why", "")))
    return rows


def table(matrices):
    services = [service for service in SERVICES if service in matrices]
    lines = ["| kind | " + " | ".join(services) + " |", "|---|" + "---|" * len(services)]
    for kind in KINDS:
        cells = []
        for service in services:
            fates = collections.Counter(fate for each, fate, _, _ in matrices[service] if each == kind)
            tried = sum(fates.values()) - fates["equivalent"]
            cell = f"{fates['killed']} of {tried}" if tried else "-"
            cells.append(cell + (f" ({fates['equivalent']} eq.)" if fates["equivalent"] else ""))
        lines.append(f"| {kind} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hallmark")
    parser.add_argument("--models")
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("--depth", default="normal")
    parser.add_argument("--table", action="store_true")
    parser.add_argument("--write", action="store_true", help="write tests/scale/kills.json")
    parser.add_argument("services", nargs="*")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    services = options.services or list(SERVICES)
    for service in services:
        if service not in SERVICES:
            sys.exit(f"{service} is none of {', '.join(SERVICES)}")
        if not options.table:
            prove(options, service)
    matrices = {service: read(options.out / f"{service}.json") for service in services
                if (options.out / f"{service}.json").exists()}
    print(table(matrices))

    whys = collections.Counter(why for rows in matrices.values() for _, fate, _, why in rows if fate == "equivalent")
    print("\nEquivalent:")
    for why, count in whys.most_common():
        print(f"- {count}: {why}")
    survived = [(service, mutant) for service, rows in matrices.items() for _, fate, mutant, _ in rows
                if fate not in ("killed", "equivalent")]
    if survived:
        print("\nSurvived:")
    for service, mutant in survived:
        print(f"- {service}: {mutant}")

    kept = HERE / "kills.json"
    killed = {service: {kind: sum(1 for each, fate, _, _ in rows if each == kind and fate == "killed")
                        for kind in KINDS} for service, rows in matrices.items()}
    killed = {service: {kind: count for kind, count in kinds.items() if count} for service, kinds in killed.items()}
    if options.write:
        before = json.loads(kept.read_text()) if kept.exists() else {}
        kept.write_text(json.dumps({**before, **killed}, indent=1, sort_keys=True) + "\n")
        return 0
    lost = [f"{service}: {kind} was killed {count} times, now {killed[service].get(kind, 0)}"
            for service, kinds in (json.loads(kept.read_text()) if kept.exists() else {}).items()
            if service in killed for kind, count in kinds.items() if killed[service].get(kind, 0) < count]
    for line in lost:
        print("lost: " + line)
    return 1 if survived or lost else 0


if __name__ == "__main__":
    sys.exit(main())
