"""Draws services by a seed from those that moto has and that Hallmark has no contract, suite or fixture of, and says how far
a run comes with each by what the model alone shows.

    draw.py --hallmark BINARY --work ENVIRONMENT --seed N [--from 0] [--count 5] [--why]
    draw.py --hallmark BINARY --work ENVIRONMENT --services NAME... [--why]

A service is drawn where moto offers eight of its operations or more, by its source (offered.py). One row a service, of the
operations that moto offers; "all" pools them. --why prints each that was not exercised, with the reason. A draw is to be
measured once before anything is mended in it: what is mended after that says nothing of services that nobody has looked at.
Exit codes: 0 measured, 1 a run left no report, 2 usage.
"""

import argparse
import json
import pathlib
import random
import shutil
import subprocess
import sys
import time

import endpoints
import field
import offered

LEAST = 8  # operations that are offered


def models(work):
    """botocore's name of a service -> its newest model's file, of all that moto may have."""
    (data,) = (work / "moto/lib").glob("python3*/site-packages/botocore/data")
    return {folder.name: max(folder.glob("*/service-2.json*")) for folder in sorted(data.iterdir()) if folder.is_dir()
            and any(folder.glob("*/service-2.json*"))}


def drawn_from(work):
    """Service -> names of the operations that moto offers, of services that nothing here was written for."""
    suites = {path.name.partition(".")[0] for path in (field.ROOT / "suites").glob("*.suite.json")}
    own = {*endpoints.THIRTY, *suites}
    found = offered.moto_of(work, [name for name in models(work) if name not in own])
    return {name: operations for name, operations in found.items() if len(operations) >= LEAST}


def order(names, seed):
    """All of them, in the order in which they are drawn."""
    names = sorted(names)
    random.Random(seed).shuffle(names)
    return names


def measure(options, service, has):
    """figures_of() a run, or a word on why there are none."""
    endpoint = endpoints.ENDPOINTS["moto"]
    folder = options.out / service
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    report, port = folder / "report.json", field.free_port()
    with field.running(endpoint, options.work, folder, port, service), open(folder / "run.txt", "wb") as log:
        begun = time.monotonic()
        done = subprocess.run(
            [options.hallmark, "run", "--model", models(options.work)[service], "--target",
             field.profile(endpoint, folder, port), "--depth", options.depth, "--timeout", options.timeout, "--deadline",
             options.deadline, "--no-fixtures", "--journal", folder / "journal", "--report", f"json={report}", "--report", "console"],
            stdout=log, stderr=subprocess.STDOUT, check=False)
        seconds = time.monotonic() - begun
    if not report.exists():
        return f"exit code {done.returncode}: {folder / 'run.txt'}"
    return field.figures_of(json.loads(report.read_text()), set(has), seconds)


def parse():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hallmark", required=True)
    parser.add_argument("--work", type=pathlib.Path, required=True, help="what scripts/field installed")
    parser.add_argument("--seed", type=int)
    parser.add_argument("--from", dest="first", type=int, default=0, help="how many of the drawn are passed over")
    parser.add_argument("--count", type=int, default=5)
    parser.add_argument("--services", nargs="+", default=[])
    parser.add_argument("--out", type=pathlib.Path, default=field.ROOT / "build/draw-reports")
    parser.add_argument("--depth", default="quick")
    parser.add_argument("--deadline", default="600s", help="of one run")
    parser.add_argument("--timeout", default="20s", help="of one request")
    parser.add_argument("--why", action="store_true")
    options = parser.parse_args()
    if (options.seed is None) == (not options.services):
        parser.error("--seed, or --services")
    options.work, options.out = options.work.resolve(), options.out.resolve()
    return options


def main():
    options = parse()
    found = drawn_from(options.work)
    names = options.services or order(found, options.seed)[options.first:options.first + options.count]
    if strange := [name for name in names if name not in found]:
        print(f"not among the {len(found)} services that can be drawn: {' '.join(strange)}", file=sys.stderr)
        return 2
    print(f"{len(names)} of {len(found)} services" + (f", seed {options.seed}, from {options.first}" if options.seed is not None else ""))
    print("%-28s %7s %7s %5s %8s %8s %7s" % ("service", "offered", "exerc.", "%", "deviate", "causes", "seconds"), flush=True)
    whole, wrong = {"offered": 0, "exercised": 0, "deviating": 0, "causes": 0, "seconds": 0}, []
    for name in names:
        row = measure(options, name, found[name])
        if isinstance(row, str):
            wrong.append(f"{name}: {row}")
            continue
        print_row(name, row)
        whole = {each: whole[each] + row[each] for each in whole}
        for operation, why in row["why"].items() if options.why else ():
            print(f"    {operation}: {why}", flush=True)
    print_row("all", whole)
    print(*wrong, sep="\n", end="\n" if wrong else "")
    return 1 if wrong else 0


def print_row(name, row):
    print("%-28s %7d %7d %5.0f %8d %8d %7.1f" % (name, row["offered"], row["exercised"],
                                                100 * row["exercised"] / max(row["offered"], 1), row["deviating"],
                                                row["causes"], row["seconds"]), flush=True)


if __name__ == "__main__":
    sys.exit(main())
