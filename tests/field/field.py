"""Runs services against the endpoints of others that scripts/field brought, prints what came of it, and holds it
against what is kept in figures.json.

    field.py --hallmark BINARY --work ENVIRONMENT [--endpoint NAME]... [--runs N] [--depth quick] [--write]
             [--strict] [SERVICE...]
    field.py --reports FOLDER... --endpoint NAME... [--write] [--strict] [SERVICE...]

"embed." is how many promises of the offered operations the embedded endpoint puts to the test, without its fault switch
and without signatures: `--endpoint embedded --write` measures it. "%" is the share of it that is tested here.

Each service has an endpoint of its own, started anew, so that its figures do not depend on those before it. One row a
service, of the operations that the endpoint offers (offered/<endpoint>.txt); with --runs the median of each figure.
Lost reach fails: an operation that was exercised by each of the runs that are kept and is by none now. Deviations that no
kept run had, by operation and rule, are counted: the endpoint's version is pinned, so that a new one is a change in
Hallmark, which must be looked at. --strict names them and fails; so does what known/<endpoint>.json, a file of known
deviations with a reason for each cause, does not name. What is worse is measured once more before it is believed.
--write keeps what was measured instead, and in unreached.txt what was not reached.
--reports takes what runs wrote before (each's --out), one folder a run, instead of measuring.
--why prints that: each operation that is offered and was not exercised, with the reason.
Exit codes: 0 nothing was lost, 1 something was, 2 usage, 4 an endpoint did not come up, 5 nothing ran.
"""

import argparse
import contextlib
import fcntl
import http.client
import json
import os
import pathlib
import shutil
import signal
import socket
import statistics
import struct
import subprocess
import sys
import tempfile
import time

import endpoints
import offered

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
KEPT = HERE / "figures.json"
UNREACHED = HERE / "unreached.txt"
KNOWN = HERE / "known"  # what an endpoint of the pinned version is known to get wrong, and why
# Figures of a service, in the order of the columns. "offered" comes from the file, the others from the report.
COLUMNS = {
    "operations": "ops",
    "offered": "offered",
    "exercised": "exerc.",
    "promises": "promises",
    "tested": "tested",
    "own": "embed.",
    "listed": "listed",
    "put_to_test": "to test",
    "brought_about": "brought",
    "cases": "cases",
    "deviating": "deviate",
    "causes": "causes",
    "seconds": "seconds",
}
HEAD = "%-18s" + "".join(f" %{max(len(name), 6)}s" for name in COLUMNS.values()) + " %5s"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answers(port):
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


def warm(port, service, patience):
    """Waits for one answer, whatever it says: what loads a service when it is first asked may take longer for that than a
    case has, on a busy machine, and an endpoint that has answered nothing is given up."""
    signed_for = offered.signing_name(service)  # an endpoint may know nothing of any other
    scope = f"AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260101/us-east-1/{signed_for}/aws4_request, SignedHeaders=host, Signature=0"
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=patience)
    with contextlib.suppress(OSError, http.client.HTTPException), contextlib.closing(connection):
        connection.request("GET", "/", headers={"Authorization": scope})
        connection.getresponse().read()


@contextlib.contextmanager
def running(endpoint, work, folder, port, service, patience=60):
    """The endpoint on this port, with a folder of its own; ended with the block."""
    with open(folder / "endpoint.log", "ab") as log:
        process = subprocess.Popen(endpoint.command(work, folder, port), cwd=folder, stdout=log, stderr=log,
                                   env={**os.environ, **endpoint.settings(port)}, start_new_session=True)
    try:
        end = time.monotonic() + patience
        while not answers(port):
            if process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"{endpoint.name} did not come up on port {port}: {folder / 'endpoint.log'}")
            time.sleep(0.1)
        warm(port, service, patience)
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, 15)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=5)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, 9)
        process.wait()


def profile(endpoint, folder, port):
    """The committed profile of the endpoint, on this port."""
    target = json.loads((ROOT / "targets" / f"{endpoint.name}.json").read_text())
    target["$schema"] = str(ROOT / "schemas/formats/target.schema.json")
    if port:
        target["endpoints"] = {"*": f"http://127.0.0.1:{port}"}
    else:
        target["identities"] = {"default": target["identities"]["default"]}
        target = {name: each for name, each in target.items() if name not in ("provocations", "verifies", "limits", "variables")}
    path = folder / "target.json"
    path.write_text(json.dumps(target, indent=2))
    return path


def why_unreached(report, operation, reached):
    """Why an operation was not exercised, in words that are the same in each run."""
    cases = [case for case in report["cases"] if case["operation"] == operation and case["exception"] == "success"]
    for case in cases:
        if waits_for := case.get("waits_for"):
            # "400 ValidationException: what it says" -> "400 ValidationException"
            answer = case.get("refusal", "").partition(":")[0]
            if not answer and case["reason"]:
                answer = case["reason"].rpartition("answered ")[2]
            return f"{'it' if waits_for == operation else waits_for} answers {answer}"
    for case in cases:
        for finding in case["findings"]:
            if finding["severity"] == "deviation":
                return f"{finding['rule']}: {finding['actual'].partition(':')[0]}"
    return next((case["reason"] for case in cases if case.get("reason")), reached)


def names_of(causes):
    """"Operation rule" of each operation that a cause is of."""
    return sorted({f"{operation.rpartition('.')[2]} {cause['rule']}" for cause in causes for operation in cause["operations"]})


def known_for(endpoint, service, folder):
    """The service's entries among known/<endpoint>.json as a file in this folder, if one is given; None: there are none."""
    path = KNOWN / f"{endpoint.name}.json"
    if not path.exists():
        return None
    entries = [entry for entry in json.loads(path.read_text())["known_deviations"]
               if entry["case"].startswith(f"{service}.")]
    path = folder / "known.json" if folder else path
    if folder:
        path.write_text(json.dumps({"known_deviations": entries}))
    return path if entries else None


def figures_of(report, has, seconds, held=False):
    """Of the operations that the endpoint has (None: all). `held`: the run was given known deviations."""
    if has is None:
        has = {each["operation"] for each in report["summary"]["coverage"]}
    summary = report["summary"]
    coverage = [each for each in summary["coverage"] if each["operation"] in has]
    exceptions = [exception for each in coverage for exception in each["exceptions"]]
    exercised = {each["operation"] for each in summary["coverage"] if each["reached"] == "exercised"}
    causes = [cause for cause in summary["causes"] if cause["severity"] == "deviation"]
    return {
        "operations": len(summary["coverage"]),
        "offered": len(has),
        "exercised": len(exercised & has),
        "promises": sum(each["promises"]["made"] for each in coverage),
        "tested": sum(each["promises"]["tested"] for each in coverage),
        "listed": len(exceptions),
        "put_to_test": sum(exception["put_to_test"] for exception in exceptions),
        "brought_about": sum(any(by != "fault" for by in exception["by"]) for exception in exceptions),
        "cases": summary["counts"]["total"],
        "deviating": summary["counts"]["deviates"] + summary["counts"]["known"],
        "causes": len(causes),
        "seconds": round(seconds, 1),
        "own": 0,
        "names": sorted(exercised & has),
        "each": {each["operation"]: each["promises"]["tested"] for each in coverage},
        "why": {each["operation"]: why_unreached(report, each["operation"], each["reached"])
                for each in coverage if each["reached"] != "exercised"},
        "known": names_of(causes),
        "unnamed": names_of(cause for cause in causes if held and not cause["known"]),
        "stale": summary["known_problems"],
    }


def measure(options, endpoint, service, folder):
    """One run: figures_of(), or a word on why there are none."""
    port = 0 if endpoint.builtin else free_port()
    report = folder / "report.json"
    report.unlink(missing_ok=True)
    known = known_for(endpoint, service, folder)
    has = None if endpoint.builtin else offered.read(endpoint.name).get(service, set())
    up = contextlib.nullcontext() if endpoint.builtin else running(endpoint, options.work, folder, port, service)
    with up, open(folder / "run.txt", "wb") as log:
        begun = time.monotonic()
        done = subprocess.run(
            [options.hallmark, "run", service, "--target", profile(endpoint, folder, port), "--data", ROOT,
             "--depth", options.depth, "--timeout", options.timeout, "--deadline", options.deadline, "--no-fixtures",
             "--journal", folder / "journal", *(["--known", known] if known else []), "--report", f"json={report}", "--report", "console"],
            stdout=log, stderr=subprocess.STDOUT, check=False)
        seconds = time.monotonic() - begun
    if not report.exists():
        return f"exit code {done.returncode}: {folder / 'run.txt'}"
    with open(report, encoding="utf-8") as file:
        row = figures_of(json.load(file), has, seconds, known is not None)
    return {**row, "own": own_of(options.kept, service, has)}


def own_of(kept, service, has):
    """How many promises of these operations the embedded endpoint puts to the test; 0 where that is not known."""
    each = kept.get("embedded", {}).get("services", {}).get(service, {}).get("each", {})
    return sum(count for operation, count in each.items() if has is None or operation in has)


def median_of(runs):
    """The medians of the figures; names of each run, known of any."""
    row = {name: statistics.median(run[name] for run in runs) for name in COLUMNS}
    row = {name: int(value) if value == int(value) and name != "seconds" else value for name, value in row.items()}
    row["names"] = sorted(set.intersection(*(set(run["names"]) for run in runs)))
    row["ever"] = sorted(set.union(*(set(run["names"]) for run in runs)))
    row["each"] = {name: int(statistics.median(run["each"].get(name, 0) for run in runs)) for name in runs[-1]["each"]}
    row["why"] = {name: why for name, why in runs[-1]["why"].items() if name not in row["names"]}
    for name in ("known", "unnamed"):
        row[name] = sorted(set.union(*(set(run[name]) for run in runs)))
    row["stale"] = sorted(set.intersection(*(set(run["stale"]) for run in runs)))
    return row


def best_of(row, again):
    """The row, with what only one of two tries had taken for chance."""
    both = {name: sorted({*row[name]} & {*again[name]}) for name in ("known", "unnamed", "stale")}
    return {**row, **both, "ever": sorted({*row["ever"], *again["names"]})}


def kept_of(kept, endpoint, depth):
    """Service -> row of what is kept of this version at this depth."""
    mine = kept.get(endpoint.name, {})
    return mine["services"] if mine.get("version") == endpoint.version and mine.get("depth") == depth else {}


def print_row(name, row):
    share = f"{100 * row['tested'] / row['own']:.0f}" if row["own"] else "-"
    print(HEAD % (name, *(row[column] for column in COLUMNS), share), flush=True)


def compared(where, row, kept, options, has=None):
    """What is worse than it was, in words. `has`: what the endpoint offers; None where that says nothing."""
    worse = []
    if options.strict:
        worse += [f"{where}: {each} is not among the known deviations" for each in row["unnamed"]]
        worse += [f"{where}: {each}" for each in row["stale"]]
    if kept is None:
        return worse
    lost = set(kept["names"]) - set(row["ever"])
    worse += [f"{where}: {name} was exercised, and is not any more" for name in sorted(lost if has is None else lost & has)]
    if options.strict:
        worse += [f"{where}: new deviation, {each}" for each in sorted(set(row["known"]) - set(kept["known"]))]
    return worse


def only_loopback():
    """Brings up lo, in a network namespace that has nothing else."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, 0x8914, struct.pack("16sh", b"lo", 0x1 | 0x40))  # SIOCSIFFLAGS, IFF_UP | IFF_RUNNING


def measure_endpoint(options, endpoint):
    """Service -> row, and what went wrong."""
    rows, wrong = {}, []
    print(f"\n{endpoint.name} {endpoint.version}, {options.depth} depth, {options.runs} run{'s' * (options.runs != 1)} each")
    print(HEAD % ("service", *COLUMNS.values(), "%"), flush=True)
    has = {} if endpoint.builtin else offered.read(endpoint.name)
    for service in endpoint.services:
        if options.services and service not in options.services:
            continue
        folder = options.out / endpoint.name / service
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        runs = []
        for _ in range(options.runs):
            try:
                run = measure(options, endpoint, service, folder)
            except RuntimeError as error:
                run = str(error)
            if isinstance(run, str):
                wrong.append(f"{endpoint.name} {service}: {run}")
                print(f"{service}: {run}", flush=True)
                break
            runs.append(run)
        if len(runs) == options.runs:
            row = median_of(runs)
            kept = kept_of(options.kept, endpoint, options.depth).get(service)
            if not options.write and compared(service, row, kept, options, has.get(service)):
                print(f"{service} is worse than kept; once more", flush=True)
                again = measure(options, endpoint, service, folder)
                row = row if isinstance(again, str) else best_of(row, again)
            rows[service] = row
            print_row(service, row)
            before = kept_of(options.kept, endpoint, options.depth).get(service)
            fresh = set(row["known"]) - set(before["known"]) if before and not options.write else ()
            if fresh and not options.strict:
                print(f"    {len(fresh)} deviations are new, by operation and rule; --strict names them")
            for operation, why in rows[service]["why"].items() if options.why else ():
                print(f"    {operation}: {why}", flush=True)
    if len(rows) > 1:
        print_row("all", {name: round(sum(row[name] for row in rows.values()), 1) for name in COLUMNS})
    return rows, wrong


def read_endpoint(options, endpoint):
    """measure_endpoint() of reports that earlier runs wrote."""
    rows, wrong = {}, []
    folders = [folder / endpoint.name for folder in options.reports if (folder / endpoint.name).is_dir()]
    print(f"\n{endpoint.name} {endpoint.version}, {len(folders)} run{'s' * (len(folders) != 1)} each, measured before")
    print(HEAD % ("service", *COLUMNS.values(), "%"), flush=True)
    for service in endpoint.services if folders else ():
        if options.services and service not in options.services:
            continue
        has = offered.read(endpoint.name).get(service, set())
        runs = []
        for path in (folder / service / "report.json" for folder in folders):
            if not path.exists():
                wrong.append(f"{endpoint.name} {service}: {path} is not there")
                continue
            report = json.loads(path.read_text())
            run = figures_of(report, has, report["summary"]["seconds"], known_for(endpoint, service, None) is not None)
            runs.append({**run, "own": own_of(options.kept, service, has)})
        if len(runs) == len(folders):
            rows[service] = median_of(runs)
            print_row(service, rows[service])
    if len(rows) > 1:
        print_row("all", {name: round(sum(row[name] for row in rows.values()), 1) for name in COLUMNS})
    return rows, wrong


def measure_inside(options, endpoint):
    """measure_endpoint() in a network namespace with nothing but loopback, for what listens on every address."""
    namespace = ["unshare", "--net"] if os.geteuid() == 0 else ["unshare", "--map-root-user", "--net"]
    if subprocess.run([*namespace, "true"], capture_output=True, check=False).returncode != 0:
        print(f"{endpoint.name} is SKIPPED: it listens on every address, and this machine gives no network namespace to "
              "shut it in", file=sys.stderr)
        return {}, []
    with tempfile.NamedTemporaryFile("r", suffix=".json") as answer:
        command = [*namespace, sys.executable, __file__, *sys.argv[1:], "--inside", endpoint.name, answer.name]
        inside = subprocess.Popen(command)
        try:
            if inside.wait() != 0:
                return {}, [f"{endpoint.name}: its measuring was broken off"]
        finally:
            inside.terminate()
            inside.wait()
        return json.load(answer)


def parse():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("services", nargs="*", metavar="SERVICE")
    parser.add_argument("--hallmark")
    parser.add_argument("--work", type=pathlib.Path, help="what scripts/field installed")
    parser.add_argument("--reports", type=pathlib.Path, nargs="+", help="folders of earlier runs, instead of measuring")
    parser.add_argument("--out", type=pathlib.Path, default=ROOT / "build/field-reports")
    parser.add_argument("--endpoint", action="append", default=[], choices=list(endpoints.ENDPOINTS))
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--depth", default="quick")
    parser.add_argument("--deadline", default="600s", help="of one run")
    parser.add_argument("--timeout", default="10s", help="of one request; more on a busy machine")
    parser.add_argument("--strict", action="store_true")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--why", action="store_true")
    parser.add_argument("--inside", nargs=2, metavar=("ENDPOINT", "FILE"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if not options.reports and not (options.hallmark and options.work):
        parser.error("--hallmark and --work, or --reports")
    options.out = options.out.resolve()
    options.work = options.work and options.work.resolve()
    options.kept = json.loads(KEPT.read_text()) if KEPT.exists() else {}
    return options


def main():
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # ends what was started
    options = parse()
    if options.inside:
        only_loopback()
        name, file = options.inside
        with open(file, "w", encoding="utf-8") as answer:
            json.dump(measure_endpoint(options, endpoints.ENDPOINTS[name]), answer)
        return 0
    kept = options.kept
    worse, wrong, ran = [], [], 0
    for name in options.endpoint or [each for each in endpoints.ENDPOINTS if not endpoints.ENDPOINTS[each].builtin]:
        endpoint = endpoints.ENDPOINTS[name]
        if not options.reports and (missing := endpoint.missing(options.work)):
            wrong.append(f"{name} is not there: {missing}")
            continue
        measured = read_endpoint if options.reports else measure_inside if endpoint.everywhere else measure_endpoint
        rows, problems = measured(options, endpoint)
        wrong += problems
        ran += len(rows)
        before = kept_of(kept, endpoint, options.depth)
        for service, row in rows.items():
            has = None if endpoint.builtin else offered.read(name).get(service, set())
            worse += compared(f"{name} {service}", row, before.get(service), options, has)
        strange = sorted(set(rows) - set(before))
        if strange and not options.write:
            print(f"nothing is kept of {name} {endpoint.version} at {options.depth} depth to hold this against: "
                  + " ".join(strange))
        if options.write and rows:
            services = {**before, **rows}
            kept[name] = {"version": endpoint.version, "depth": options.depth, "services": dict(sorted(services.items()))}
    if options.write and ran:
        UNREACHED.write_text(unreached_of(kept))
        KEPT.write_text(text_of(kept))
        print(f"kept in {KEPT.relative_to(ROOT)}")
        worse = []
    print()
    for line in worse + wrong:
        print(f"field: {line}", file=sys.stderr)
    print(f"{ran} services measured, {len(worse)} worse than kept, {len(wrong)} could not be measured")
    return 5 if ran == 0 else 1 if worse else 4 if wrong else 0


def unreached_of(kept):
    """What was not reached, a line each; of services that were not measured now as it was."""
    before = {}
    for line in UNREACHED.read_text().splitlines() if UNREACHED.exists() else ():
        name, service, _ = line.split(" ", 2)
        before.setdefault((name, service), []).append(line)
    lines = []
    for name, each in sorted(kept.items()):
        for service, row in each["services"].items():
            lines += [f"{name} {service} {operation}: {why}" for operation, why in row["why"].items()] if "why" in row else \
                before.get((name, service), [])
    return "".join(line + "\n" for line in lines)


def text_of(kept):
    """One service a line: a difference names it."""
    blocks = []
    for name, each in sorted(kept.items()):
        kinds = ("tested", "each") if name == "embedded" else (*COLUMNS, "names", "known")
        lines = ",\n".join(f"{json.dumps(service)}: {json.dumps({kind: row[kind] for kind in kinds if kind in row})}"
                           for service, row in each["services"].items())
        head = f'"version": {json.dumps(each["version"])}, "depth": {json.dumps(each["depth"])}'
        blocks.append(f"{json.dumps(name)}: {{{head}, \"services\": {{\n{lines}\n}}}}")
    return "{\n" + ",\n".join(blocks) + "\n}\n"


if __name__ == "__main__":
    sys.exit(main())
