#!/usr/bin/env python3
"""Of what was made or put on an endpoint, how much was read back: the wide count, by service, and what is missing.

    read_back.py REPORT.json... [--list] [--contracts schemas]

REPORT: JSON reports of runs (field.py --out FOLDER leaves them). Counted is every operation that makes, puts, changes, sends
or copies something by the verbs of suites/knowledge/names.json, that the endpoint accepted at least once, and for which
an operation of the service that reads shows members that were sent: of the same name, at whatever depth, identifiers,
tokens, tags and pages left out. It is read back when a case of a behaviour of values of it was judged. --list names
those without, with the readers that would show most.
Exit code: 0.
"""

import argparse
import collections
import json
import pathlib

ROOT = pathlib.Path(__file__).resolve().parents[2]
KINDS = {"read-back", "update", "payload", "versions", "copies", "queries", "statements", "ciphers", "returned", "conditions",
         "defaults", "growing", "tags"}
OF_VALUES = KINDS - {"tags", "conditions", "returned"}
DEEPEST = 4


def verbs():
    names = json.loads((ROOT / "suites/knowledge/names.json").read_text())
    by = collections.defaultdict(list)
    for row in names["verbs"]:
        by[row["does"]].append(row["verb"])
    endings = [row["ending"] for row in names["identifiers"]]
    tags = {row["operation"] for row in names["tag_calls"]}
    return by, endings, tags


class Contract:
    def __init__(self, path):
        self.shapes = json.loads(path.read_text())["shapes"]

    def operations(self):
        for name, shape in self.shapes.items():
            if shape["type"] == "operation":
                yield name.split("#")[-1], shape

    def members(self, target, depth=0, seen=()):
        """Names of all members below a shape, with the types of what has no members."""
        shape = self.shapes.get(target, {"type": target.split("#")[-1].lower()})
        if depth > DEEPEST or target in seen:
            return
        if shape["type"] in ("structure", "union"):
            for name, member in shape.get("members", {}).items():
                yield name, member, self.kind(member["target"])
                yield from self.members(member["target"], depth + 1, (*seen, target))
        elif shape["type"] == "list":
            yield from self.members(shape["member"]["target"], depth, (*seen, target))
        elif shape["type"] == "map":
            yield from self.members(shape["value"]["target"], depth, (*seen, target))

    def kind(self, target):
        return self.shapes.get(target, {"type": target.split("#")[-1].lower()})["type"]


def begins(name, words):
    return any(name.startswith(word) and (len(name) == len(word) or name[len(word)].isupper()) for word in words)


def plain(name):
    return name[:1].lower() + name[1:]


def is_told(name, endings):
    lower = name.lower()
    return not (lower.startswith("tag") or "token" in lower or lower in ("name", "maxresults", "marker", "limit") or
                any(name.endswith(ending) for ending in endings))


def readers_of(contract, operation, shape, by, endings):
    """Reading operations and how many members that are sent they show, the best first."""
    if "input" not in shape:
        return []
    sent = {plain(name) for name, _, _ in contract.members(shape["input"]["target"]) if is_told(name, endings)}
    found = []
    for name, other in contract.operations():
        if not begins(name, by["read"] + by["list"]) or "output" not in other or name == operation:
            continue
        shown = {plain(member) for member, _, _ in contract.members(other["output"]["target"])}
        both = sent & shown
        if both:
            found.append((len(both), name))
    return sorted(found, reverse=True)


def count(reports, contracts):
    by, endings, tag_calls = verbs()
    rows, missing = collections.Counter(), collections.defaultdict(list)
    accepted, judged, whys = set(), set(), collections.defaultdict(collections.Counter)
    for path in reports:
        for case in json.loads(path.read_text())["cases"]:
            key = (case["service"], case["operation"])
            settled = case["status"] in ("conforms", "deviates")
            for exchange in case.get("exchanges", ()):
                status = (exchange.get("response") or {}).get("status", 0)
                if 200 <= status < 300:
                    accepted.add((case["service"], exchange["operation"]))
            if settled and case["exception"] == "success":
                accepted.add(key)
            for promise in case["promises"]:
                words = promise.split(" ")
                if len(words) < 2 or not words[1].startswith("behaviour."):
                    continue
                kind = words[1][len("behaviour."):]
                if kind in OF_VALUES:
                    owner = tuple(words[0].split(".", 1))
                    if settled:
                        judged.add(owner)
                    else:
                        whys[owner][case.get("reason", case["status"])[:90]] += 1
    for service in sorted({service for service, _ in accepted}):
        path = contracts / service / "model.json"
        if not path.exists():
            continue
        contract = Contract(path)
        for name, shape in contract.operations():
            makes = begins(name, by["make"] + by["change"] + by["act"] + ["Add", "Complete"])
            if not makes or name in tag_calls or (service, name) not in accepted:
                continue
            readers = readers_of(contract, name, shape, by, endings)
            if not readers:
                continue
            rows[service, "all"] += 1
            if (service, name) in judged:
                rows[service, "read"] += 1
            else:
                why = whys[service, name].most_common(1)
                missing[service].append((name, readers[0], why[0][0] if why else "no case"))
    return rows, missing


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("reports", type=pathlib.Path, nargs="+")
    parser.add_argument("--contracts", type=pathlib.Path, default=ROOT / "schemas")
    parser.add_argument("--list", action="store_true")
    options = parser.parse_args()
    rows, missing = count(options.reports, options.contracts)
    services = sorted({service for service, _ in rows})
    whole = sum(rows[service, "all"] for service in services)
    read = sum(rows[service, "read"] for service in services)
    for service in services:
        print(f"{service:18} {rows[service, 'read']:4} of {rows[service, 'all']:4}")
        for name, reader, why in missing[service] if options.list else ():
            print(f"    {name}: {reader[1]} shows {reader[0]}; {why}")
    print(f"{'all':18} {read:4} of {whole:4}, {100 * read / max(1, whole):.0f} %")


if __name__ == "__main__":
    main()
