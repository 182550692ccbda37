#!/usr/bin/env python3
"""What of botocore's documents reaches contracts, and how often the sentences that Hallmark reads are true.

    sentences.py --hallmark build/release/hallmark --models BOTOCORE_DATA --out DIR [--jobs 2] [SERVICE...]
    sentences.py --out DIR --draw 60 --seed 1 [--kind length] [--half measured]

The first form imports each service's newest model twice: as it is, with what lies beside it (counted: paginators, waiters, examples,
extras, facts read of sentences), and without the traits that sentences repeat (lengths, ranges, values, required, patterns), so that what
the sentences say can be held against what the traits say. The truth is botocore's own JSON; nothing here knows the rules. It
writes figures.md and facts.json. The second form draws facts of the contracts with the documentation that
they were read of, for reading by hand.

A service is of the half that the rules were written on when the first eight hexadecimal digits of its folder
name's SHA-256 are an even number, else of the half that they are measured on. Members count, not rules that said
it: a bound agrees when the trait has the same number, values when the trait has the very same ones ("part": the
trait has these and more), characters when the trait's pattern takes them alone and none but them.

Exit codes: 0 measured, 1 a service could not be imported.
"""

import argparse
import collections
import concurrent.futures
import fnmatch
import glob
import gzip
import hashlib
import json
import os
import random
import re
import resource
import shutil
import subprocess
import sys
import time

TEXT, SOURCE = "hallmark.api#text", "documentation"
PAGINATED = "smithy.api#paginated", "hallmark.api#paginated"
WAITABLE = "smithy.waiters#waitable", "hallmark.api#waitable"
KINDS = {"smithy.api#range": "range", "smithy.api#required": "required", "hallmark.api#characters": "characters",
         "hallmark.api#values": "values", "hallmark.api#default": "default", "hallmark.api#excludes": "excludes",
         "hallmark.api#raised": "raised"}
LISTS = ("list", "map")


def written_on(service):
    return int(hashlib.sha256(service.encode()).hexdigest()[:8], 16) % 2 == 0


def read_json(path):
    with (gzip.open if path.endswith(".gz") else open)(path, "rb") as file:
        return json.load(file)


def beside(folder, name):
    for path in (f"{folder}/{name}.json", f"{folder}/{name}.json.gz"):
        if os.path.exists(path):
            return read_json(path)
    return None


def bare(model):
    """The model without what its sentences may say as well."""
    model = json.loads(json.dumps(model))
    for shape in model["shapes"].values():
        for key in ("min", "max", "enum", "pattern", "required"):
            shape.pop(key, None)
    return model


def run_import(hallmark, documents, out, operation):
    shutil.rmtree(out, ignore_errors=True)
    started = time.monotonic()
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    done = subprocess.run([hallmark, "import", documents, "-o", out, "--operation", operation],
                          capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"{documents}: {done.stderr.strip().splitlines()[:1]}")
    del before
    return read_json(f"{out}/model.json")["shapes"], time.monotonic() - started


def facts_of(shapes):
    """(shape, member or "", fact) of every fact of a contract."""
    for name, shape in shapes.items():
        for fact in shape.get("traits", {}).get(TEXT, []):
            yield name.split("#")[1], "", fact
        members = shape.get("members", {})
        for member, value in members.items():
            for fact in value.get("traits", {}).get(TEXT, []):
                yield name.split("#")[1], member, fact


def kind_of(fact, shape_type):
    if fact["trait"] == "smithy.api#length":
        return "items" if shape_type in LISTS else "length"
    return KINDS[fact["trait"]]


def held(kind, value, shape, target, member):
    """True, False, or "part": what the traits say of the fact; None: they do not say it."""
    if kind in ("length", "items", "range"):
        stated = {key: target[key] for key in ("min", "max") if key in target and key in value}
        return all(value[key] == stated[key] for key in stated) if stated else None
    if kind == "values":
        if "enum" not in target:
            return None
        if set(value) == set(target["enum"]):
            return True
        return "part" if set(value) < set(target["enum"]) else False
    if kind == "required":
        return member in shape["required"] if shape.get("required") else None
    if kind == "characters":
        return pattern_takes(target.get("pattern"), value)
    return None


def pattern_takes(pattern, characters):
    """Whether a pattern of one repeated class is that very class; None: it says more than a class, or nothing."""
    match = re.fullmatch(r"\^?\(?(\[[^\]]+\])(?:[*+]|\{\d+(?:,\d*)?\})\)?\$?", pattern or "")
    if not match:
        return None
    try:
        one, other = re.compile(match[1]), re.compile(characters)
    except re.error:
        return None
    return all(bool(one.match(c)) == bool(other.match(c)) for c in map(chr, range(32, 127)))


def measure(job):
    hallmark, folder, service, out = job
    model = read_json(glob.glob(f"{folder}/service-2.json*")[0])
    operation = min(model["operations"]) if model["operations"] else ""
    work = os.path.join(out, "services", service)
    shapes, seconds = run_import(hallmark, folder, f"{work}/all", operation)
    os.makedirs(f"{work}/bare.in", exist_ok=True)
    with open(f"{work}/bare.in/service-2.json", "w", encoding="utf-8") as file:
        json.dump(bare(model), file)
    stripped, _ = run_import(hallmark, f"{work}/bare.in/service-2.json", f"{work}/bare", operation)
    shutil.rmtree(work)
    row = {"service": service, "written_on": written_on(service), "seconds": seconds,
           "counts": counts(shapes, folder, model), "facts": [], "both": []}
    for shape, member, fact in facts_of(shapes):
        row["facts"].append(described(model, shape, member, fact))
    for shape, member, fact in facts_of(stripped):
        each = described(model, shape, member, fact)
        if not member or shape not in model["shapes"] or "exception" in fact:
            continue
        container = model["shapes"][shape]
        target = model["shapes"].get(container.get("members", {}).get(member, {}).get("shape"))
        verdict = held(each["kind"], fact["value"], container, target, member) if target else None
        if verdict is not None:
            row["both"].append({**each, "held": verdict, "trait": stated_by(each["kind"], container, target)})
    return row


def stated_by(kind, shape, target):
    keys = {"values": ("enum",), "characters": ("pattern",)}.get(kind, ("min", "max"))
    return shape.get("required") if kind == "required" else {key: target[key] for key in keys if key in target}


def described(model, shape, member, fact):
    container = model["shapes"].get(shape, {})
    reference = container.get("members", {}).get(member, {})
    target = model["shapes"].get(reference.get("shape"), {})
    texts = [reference.get(SOURCE, ""), target.get(SOURCE, "")] if member else [container.get(SOURCE, "")]
    return {"shape": shape, "member": member, "kind": kind_of(fact, target.get("type")), "rule": fact["rule"],
            "value": fact["value"], "drift": fact.get("drift", False), "exception": fact.get("exception", ""),
            "neighbours": sorted(container.get("members", {})), "text": "\n".join(filter(None, texts))}


def counts(shapes, folder, model):
    """What was read beside the models, and what the files have for operations that the model has."""
    tally = collections.Counter()
    for shape in shapes.values():
        traits = shape.get("traits", {})
        if shape["type"] == "operation":
            tally["operations"] += 1
            tally["paginators read"] += any(each in traits for each in PAGINATED)
            tally["waiters read"] += len(set().union(*(traits.get(each, {}) for each in WAITABLE)))
            tally["examples read"] += len(traits.get("smithy.api#examples", []))
    there = model["operations"]
    tally["paginators there"] = sum(name in there for name in (beside(folder, "paginators-1") or {}).get("pagination", {}))
    waiters = (beside(folder, "waiters-2") or {}).get("waiters", {})
    tally["waiters there"] = sum(each["operation"] in there for each in waiters.values())
    examples = (beside(folder, "examples-1") or {}).get("examples", {})
    tally["examples there"] = sum(len(each) for name, each in examples.items() if name in there)
    tally["extras files"] = len(glob.glob(f"{folder}/*.sdk-extras.json"))
    return tally


def percent(part, whole):
    return f"{100 * part / whole:.1f} %" if whole else "-"


def figures(rows, seconds):
    total = sum((row["counts"] for row in rows), collections.Counter())
    lines = ["# What lies beside botocore's models, and in their sentences", "",
             f"{len(rows)} services, {total['operations']} operations, imported twice in {seconds:.0f} s", "",
             "| beside the models | in the files | in the contracts |", "|---|---|---|"]
    for what in ("paginators", "waiters", "examples"):
        lines.append(f"| {what} | {total[what + ' there']} | {total[what + ' read']} |")
    lines.append(f"| extras files | {total['extras files']} | merged |")
    lines += ["", "Facts of sentences that no trait states. Agreement: members of which a trait says it, too.", "",
              "| kind, rule | facts | told as drift | agree, written on | agree, measured on | | part |",
              "|---|---|---|---|---|---|---|"]
    facts = [fact for row in rows for fact in row["facts"]]
    both = [{**each, "written_on": row["written_on"]} for row in rows for each in row["both"]]
    rules = collections.defaultdict(set)
    for each in facts + both:
        rules[each["kind"]].add(each["rule"])
    for kind in sorted(rules):
        for rule in [None, *sorted(rules[kind])]:
            lines.append(figure(kind, rule, facts, both))
    return "\n".join(lines) + "\n"


def figure(kind, rule, facts, both):
    mine = [each for each in facts if each["kind"] == kind and rule in (None, each["rule"])]
    cells = [f"**{kind}**" if rule is None else rule, str(len(mine)), str(sum(each["drift"] for each in mine))]
    for written in (True, False):
        pairs = [each for each in both if each["kind"] == kind and each["written_on"] == written
                 and rule in (None, each["rule"])]
        good = sum(each["held"] is True for each in pairs)
        cells.append(f"{good} of {len(pairs)}" if pairs else "-")
    cells += [percent(good, len(pairs)), str(sum(each["held"] == "part" for each in pairs)) if pairs else "-"]
    return "| " + " | ".join(cells) + " |"


def draw(args):
    rows = read_json(f"{args.out}/facts.json")
    facts = [(row["service"], fact) for row in rows for fact in row["both" if args.disagreeing else "facts"]
             if args.half in ("", "written" if row["written_on"] else "measured")
             and (not args.kind or fact["kind"] == args.kind)
             and not (args.disagreeing and fact["held"] is True)]
    facts.sort(key=lambda each: (each[0], each[1]["shape"], each[1]["member"], each[1]["rule"], str(each[1]["value"])))
    drawn = random.Random(args.seed).sample(facts, min(args.draw, len(facts)))
    print(f"{len(drawn)} of {len(facts)} facts, seed {args.seed}")
    for number, (service, fact) in enumerate(drawn, 1):
        text = re.sub(r"\s+", " ", fact["text"])
        print(f"\n{number}. {service} {fact['shape']}.{fact['member']} {fact['kind']} {json.dumps(fact['value'])}"
              f" [{fact['rule']}{', drift' if fact['drift'] else ''}{', ' + fact['exception'] if fact['exception'] else ''}]")
        if "trait" in fact:
            print(f"   trait: {json.dumps(fact['trait'])}")
        print(f"   {text[:args.width]}")


def newest(models, globs):
    for service in sorted(os.listdir(models)):
        versions = [path for path in glob.glob(f"{models}/{service}/*") if glob.glob(f"{path}/service-2.json*")]
        if versions and (not globs or any(fnmatch.fnmatch(service, each) for each in globs)):
            yield service, max(versions)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--hallmark", default="build/release/hallmark")
    parser.add_argument("--models", default="")
    parser.add_argument("--out", required=True)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--draw", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kind", default="")
    parser.add_argument("--half", default="", choices=("", "written", "measured"))
    parser.add_argument("--disagreeing", action="store_true", help="draw of the facts that a trait denies")
    parser.add_argument("--width", type=int, default=1500)
    parser.add_argument("services", nargs="*")
    args = parser.parse_args()
    if args.draw:
        return draw(args)
    os.makedirs(args.out, exist_ok=True)
    started, rows, failed = time.monotonic(), [], 0
    jobs = [(args.hallmark, folder, service, args.out) for service, folder in newest(args.models, args.services)]
    with concurrent.futures.ThreadPoolExecutor(args.jobs) as pool:
        for job, future in [(job, pool.submit(measure, job)) for job in jobs]:
            try:
                rows.append(future.result())
            except RuntimeError as problem:
                failed += 1
                print(f"sentences: {job[2]}: {problem}", file=sys.stderr)
    with open(f"{args.out}/facts.json", "w", encoding="utf-8") as file:
        json.dump(rows, file, indent=1)
    with open(f"{args.out}/figures.md", "w", encoding="utf-8") as file:
        file.write(figures(rows, time.monotonic() - started))
    print(figures(rows, time.monotonic() - started), end="")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
