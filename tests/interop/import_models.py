"""Every service model of the installed botocore imports, with the operations and exceptions that it states.

    import_models.py [--jobs N] [SERVICE…]

A model is a folder botocore/data/<service>/<version>; each is imported by a process of its own, whose time
and peak memory are measured (by a small launcher: a process inherits the peak of the one that starts it).
"""

import argparse
import concurrent.futures
import gzip
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

import botocore

import harness

LAUNCHER = """
import os, sys
pid = os.posix_spawn(sys.argv[2], sys.argv[2:], os.environ)
_, status, usage = os.wait4(pid, 0)
open(sys.argv[1], "w").write(f"{os.waitstatus_to_exitcode(status)} {usage.ru_maxrss}")
"""
DATA = pathlib.Path(botocore.__file__).parent / "data"
MEMORY, MOST_OF_A_MODEL = pathlib.Path("/dev/shm"), 64 << 20


def stated(document):
    """{operation: sorted codes or names of its exceptions} of a service-2.json.gz."""
    with gzip.open(document) as file:
        model = json.load(file)
    return {
        name: sorted(error["shape"] for error in operation.get("errors", []))
        for name, operation in model["operations"].items()
    }


def imported(folder):
    suffix = ".errors.json"
    return {
        path.name[: -len(suffix)]: sorted(error["name"] for error in json.loads(path.read_text()))
        for path in folder.glob("*" + suffix)
    }


def difference(expected, actual):
    """(expected, actual) of the first operation that differs; None when none does."""
    missing, extra = sorted(set(expected) - set(actual)), sorted(set(actual) - set(expected))
    if missing or extra:
        return (
            f"{len(expected)} operations",
            f"{len(actual)}, without {missing[:3]}, with {extra[:3]} beside them",
        )
    for operation, exceptions in expected.items():
        if sorted(set(exceptions)) != actual[operation]:
            return f"{operation}: {exceptions}", f"{actual[operation]}"
    return None


def one(document, folder):
    """(document, what differs or None, operations, pairs of operation and exception, seconds, peak KiB)."""
    out = pathlib.Path(tempfile.mkdtemp(dir=folder))
    begin = time.monotonic()
    try:
        run = subprocess.run(
            [
                sys.executable,
                "-I",
                "-S",
                "-c",
                LAUNCHER,
                str(out / "usage"),
                harness.HALLMARK,
                "import",
                str(document),
                "-o",
                str(out / "contract"),
            ],
            cwd=harness.ROOT,
            env=harness.environment(),
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        seconds = time.monotonic() - begin
        code, peak = map(int, (out / "usage").read_text().split())
        expected = stated(document)
        if code:
            return document, ("exit code 0", f"{code}: {run.stdout[-500:]}"), 0, 0, seconds, peak
        actual = imported(out / "contract")
        return (
            document,
            difference(expected, actual),
            len(actual),
            sum(map(len, actual.values())),
            seconds,
            peak,
        )
    finally:
        shutil.rmtree(out, ignore_errors=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("services", nargs="*")
    options = parser.parse_args()
    harness.WORK.mkdir(parents=True, exist_ok=True)
    documents = sorted(DATA.glob("*/*/service-2.json.gz"))
    if options.services:
        documents = [document for document in documents if document.parent.parent.name in options.services]
    checks = harness.Checks(show=("failed",))
    # More than a hundred thousand small files, each soon gone: in memory, where there is room.
    roomy = MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > options.jobs * MOST_OF_A_MODEL
    folder = MEMORY if roomy else harness.WORK
    begin = time.monotonic()
    newest = {document.parent.parent.name: document for document in sorted(documents)}
    total, latest, peak = [0, 0], [0, 0], 0
    slowest, largest = (0, None), (0, None)
    # The longest first, so that none is left over at the end.
    documents = sorted(documents, key=lambda document: -document.stat().st_size)
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        for document, problem, count, listed, seconds, memory in pool.map(
            lambda document: one(document, folder), documents
        ):
            name = "/".join(document.parts[-3:-1])
            for sums in [total] + ([latest] if newest[document.parent.parent.name] == document else []):
                sums[0], sums[1] = sums[0] + count, sums[1] + listed
            peak = max(peak, memory)
            slowest, largest = max(slowest, (seconds, name)), max(largest, (memory, name))
            if problem:
                checks.fail(name, *problem)
            else:
                checks.pass_(name)
    counts = "{0[0]} operations, {0[1]} pairs of operation and listed exception"
    print(
        f"botocore {botocore.__version__}: {len(newest)} services, {len(documents)} models: "
        + counts.format(total)
    )
    print("  of each service's newest model: " + counts.format(latest))
    print(
        f"  {time.monotonic() - begin:.1f} s with {options.jobs} at a time; "
        f"slowest {slowest[1]} {slowest[0]:.1f} s; peak memory {peak / 1024:.0f} MiB ({largest[1]})"
    )
    return checks.finish()


if __name__ == "__main__":
    sys.exit(main())
