"""Imports every service model of a botocore data folder and runs each against the embedded endpoint.

One line per service goes to OUT/services.jsonl as soon as it is done; a service whose line is there (made from
the same model by the same binary and options) is not run again, so that an interrupted run goes on where it
stopped. At the end OUT/figures.json and OUT/figures.md say what came of the whole. Needs nothing but Python 3.

Exit codes: 0 every service imports and conforms, 1 some do not, 2 usage.
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
import re
import shutil
import subprocess
import sys
import tempfile

CLEAN = ("request", "state", "identity", "rate")


def newest_models(folder):
    """Service folder -> its newest service-2.json[.gz]; versions are dates."""
    found = {}
    for path in sorted(glob.glob(os.path.join(folder, "*", "*", "service-2.json*"))):
        found[path.split(os.sep)[-3]] = path
    return found


def facts_of(path):
    """What the model says by itself, read without Hallmark: operations, listed exceptions."""
    opened = gzip.open(path) if path.endswith(".gz") else open(path, "rb")
    with opened as file:
        model = json.load(file)
    operations = model.get("operations", {})
    return {
        "protocol": model["metadata"].get("protocol", ""),
        "operations": len(operations),
        "pairs": sum(len({error["shape"] for error in each.get("errors", [])}) for each in operations.values()),
    }


# Linux counts among a process's peak memory what its parent held when it was started. The reports that are read
# here are large, so that commands are started by a process which reads none.
STARTER = """
import json, os, signal, sys, time
log, seconds, *command = sys.argv[1:]
out, null = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), os.open(os.devnull, os.O_RDONLY)
begun, late = time.monotonic(), []
pid = os.posix_spawnp(command[0], command, os.environ,
                      file_actions=[(os.POSIX_SPAWN_DUP2, *pair) for pair in ((null, 0), (out, 1), (out, 2))])
signal.signal(signal.SIGALRM, lambda *_: (late.append(1), os.kill(pid, signal.SIGKILL)))
signal.setitimer(signal.ITIMER_REAL, float(seconds))
_, status, usage = os.wait4(pid, 0)
print(json.dumps({"exit": 124 if late else os.waitstatus_to_exitcode(status),
                  "seconds": round(time.monotonic() - begun, 2), "peak_kib": usage.ru_maxrss,
                  "cpu_seconds": round(usage.ru_utime + usage.ru_stime, 2)}))
"""


def measured(command, seconds, log):
    """Runs a command; exit code, wall and processor seconds, peak resident memory in KiB. Exit code 124: out of time."""
    made = subprocess.run([sys.executable, "-S", "-E", "-c", STARTER, log, str(seconds), *command],
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, check=True)
    return json.loads(made.stdout)


def kind_of(reason):
    """A reason without the names in it, so that like ones are counted together."""
    if reason.startswith("base not accepted: "):
        return "base not accepted: … " + re.sub(r"^\S+ ", "", reason[len("base not accepted: "):])
    reason = re.sub(r'"[^"]*"', '"…"', reason)
    reason = re.sub(r"#?[\w.-]+#[\w.-]+|/\S*|\b[A-Z][a-z]+[A-Z]\w*\b|\b[\w-]+\.[A-Z]\w*\b", "…", reason)
    return re.sub(r"\d+", "N", reason)


def digest(report):
    """The figures of one JSON report, read line by line: a case is a line."""
    figures = {"deviations": collections.Counter(), "errors": collections.Counter(),
               "inconclusive": collections.Counter(), "samples": {}, "drift": collections.Counter()}
    summary = None
    with open(report, encoding="utf-8") as file:
        for line in file:
            if line.startswith('    {"id"'):
                if '"status":"deviates"' not in line and '"status":"error"' not in line and \
                        '"inconclusive":true' not in line and '"severity":"drift"' not in line:
                    continue
                case = json.loads(line.rstrip().rstrip(","))
                operator = re.sub(r"\b(enum|union)\+(?!unknown|none|two).*", r"\1+…", case["name"].rsplit(".", 1)[-1])
                if "[" in operator or "{" in operator:
                    operator = case.get("constraint", operator)
                if case["status"] == "deviates":
                    for rule in sorted({f["rule"] for f in case["findings"] if f["severity"] == "deviation"}):
                        key = f"{rule} <- {operator if case['generated'] else case['name']}"
                        figures["deviations"][key] += 1
                        figures["samples"].setdefault(key, case["id"])
                elif case["status"] == "error":
                    key = kind_of(case.get("reason", ""))
                    figures["errors"][key] += 1
                    figures["samples"].setdefault(key, case["id"])
                if case.get("inconclusive"):
                    key = f"{kind_of(case.get('reason', ''))} <- {operator}"
                    figures["inconclusive"][key] += 1
                    figures["samples"].setdefault(key, case["id"])
                for rule in sorted({f["rule"] for f in case["findings"] if f["severity"] == "drift"}):
                    figures["drift"][rule] += 1
            elif line.startswith('  "summary": '):
                summary = json.loads(line[len('  "summary": '):])
    if summary is None:
        return None
    figures.update({"counts": summary["counts"], "requests": summary["requests"], "run_seconds": summary["seconds"],
                    "operations": len(summary["coverage"]), "promises_made": 0, "promises_tested": 0,
                    "promises_unobservable": 0})
    figures["skipped"] = collections.Counter()
    for reason, count in summary["skip_reasons"].items():
        figures["skipped"][kind_of(reason)] += count
    pairs, by, why_not = 0, collections.Counter(), collections.Counter()
    split = {"clean": 0, "fault": 0, "not": 0}
    for operation in summary["coverage"]:
        for name in ("made", "tested", "unobservable"):
            figures["promises_" + name] += operation["promises"][name]
        for exception in operation["exceptions"]:
            pairs += 1
            for way in exception["by"]:
                by[way] += 1
            if any(way in CLEAN for way in exception["by"]):
                split["clean"] += 1
            elif exception["by"]:
                split["fault"] += 1
            else:
                split["not"] += 1
                why_not[kind_of(exception.get("why_not", ""))] += 1
    figures.update({"pairs": pairs, "by": by, "split": split, "why_not": why_not})
    return figures


def one(service, path, options, identity):
    line = {"service": service, "version": path.split(os.sep)[-2], "identity": identity, "model": facts_of(path)}
    work = tempfile.mkdtemp(prefix="hallmark-aws-")
    try:
        log = os.path.join(work, "log")

        def tail():
            with open(log, "rb") as file:
                return file.read()[-400:].decode("utf-8", "replace")

        if not options.no_import:
            line["import"] = measured([options.hallmark, "import", path, "-o", os.path.join(work, "import")],
                                      options.timeout, log)
            if line["import"]["exit"] != 0:
                line["import"]["said"] = tail()
            shutil.rmtree(os.path.join(work, "import"), ignore_errors=True)
        report = os.path.join(work, "report.json")
        command = [options.hallmark, "run", "--model", path, "--target", "embedded", "--depth", options.depth,
                   "--jobs", str(options.threads), "--quiet", "--report", "json=" + report, "--report", "console"]
        command += ["--max-cases", str(options.max_cases)] if options.max_cases else []
        line["run"] = measured(command, options.timeout, log)
        figures = digest(report) if os.path.exists(report) else None
        if figures is None or line["run"]["exit"] not in (0, 1, 4, 5):
            line["run"]["said"] = tail()
        line["figures"] = figures
        if options.keep and line["run"]["exit"] != 0 and os.path.exists(report):
            shutil.move(report, os.path.join(options.out, service + ".json"))
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return line


def failed(line):
    if line.get("import", {}).get("exit", 0) != 0 or line["figures"] is None:
        return True
    counts, model = line["figures"]["counts"], line["model"]
    return counts["deviates"] > 0 or counts["errors"] > 0 or line["run"]["exit"] not in (0, 5) or \
        (line["figures"]["operations"], line["figures"]["pairs"]) != (model["operations"], model["pairs"])


def told(line):
    run, figures = line["run"], line["figures"]
    text = f"{'FAIL' if failed(line) else 'ok  '} {line['service']:<40} {line['model']['protocol']:<10} " \
           f"{line['model']['operations']:>4} operations {run['seconds']:>7.1f} s {run['peak_kib'] // 1024:>5} MiB"
    if figures is None:
        return f"{text}  exit {run['exit']}: {run.get('said', '')[-160:]!r}"
    counts = figures["counts"]
    return f"{text} {counts['total']:>7} cases {counts['deviates']} deviate {counts['errors']} in error " \
           f"{counts['skipped']} skipped {counts['inconclusive']} inconclusive, pairs {figures['split']['clean']}" \
           f"+{figures['split']['fault']}+{figures['split']['not']}"


def add_up(lines):
    total = {"services": len(lines), "imported": 0, "operations": 0, "pairs": 0, "model_operations": 0, "model_pairs": 0,
             "requests": 0, "promises_made": 0, "promises_tested": 0, "promises_unobservable": 0,
             "import_seconds": 0.0, "import_cpu_seconds": 0.0, "import_peak_kib": 0,
             "run_seconds": 0.0, "run_cpu_seconds": 0.0, "run_peak_kib": 0,
             "failed": sorted(each["service"] for each in lines if failed(each))}
    sums = {name: collections.Counter() for name in ("counts", "split", "by", "why_not", "skipped", "deviations",
                                                     "errors", "inconclusive", "drift")}
    samples = {}
    for line in lines:
        imported = line.get("import")
        if imported:
            total["imported"] += imported["exit"] == 0
            total["import_seconds"] += imported["seconds"]
            total["import_cpu_seconds"] += imported["cpu_seconds"]
            total["import_peak_kib"] = max(total["import_peak_kib"], imported["peak_kib"])
        total["run_seconds"] += line["run"]["seconds"]
        total["run_cpu_seconds"] += line["run"]["cpu_seconds"]
        total["run_peak_kib"] = max(total["run_peak_kib"], line["run"]["peak_kib"])
        total["model_operations"] += line["model"]["operations"]
        total["model_pairs"] += line["model"]["pairs"]
        figures = line["figures"]
        if figures is None:
            continue
        for name in ("operations", "pairs", "requests", "promises_made", "promises_tested", "promises_unobservable"):
            total[name] += figures[name]
        for name, counter in sums.items():
            counter.update(figures[name])
        for key, case in figures["samples"].items():
            samples.setdefault(key, case)
    total.update({name: dict(counter.most_common()) for name, counter in sums.items()})
    total["samples"] = samples
    for name in ("import_seconds", "import_cpu_seconds", "run_seconds", "run_cpu_seconds"):
        total[name] = round(total[name], 1)
    return total


def table(title, counter, samples=None, most=60):
    if not counter:
        return ""
    rows = [f"\n## {title}\n", "| count | what |" + (" for example |" if samples else ""),
            "|---:|---|" + ("---|" if samples else "")]
    for key, count in list(counter.items())[:most]:
        rows.append(f"| {count} | {key} |" + (f" `{samples.get(key, '')}` |" if samples else ""))
    if len(counter) > most:
        rows.append(f"| {sum(list(counter.values())[most:])} | {len(counter) - most} more kinds |" + (" |" if samples else ""))
    return "\n".join(rows) + "\n"


def markdown(total, options):
    counts, split = total["counts"], total["split"]
    text = f"""# Every botocore model against the embedded endpoint, depth {options.depth}

| | |
|---|---:|
| services (models that import) | {total['services']} ({total['imported']}) |
| operations judged, of those in the models | {total['operations']} of {total['model_operations']} |
| (operation, exception) pairs, of those in the models | {total['pairs']} of {total['model_pairs']} |
| pairs provoked by request, state, identity or rate | {split.get('clean', 0)} |
| pairs provoked by fault only | {split.get('fault', 0)} |
| pairs not provoked | {split.get('not', 0)} |
| cases | {counts.get('total', 0)} |
| conform, deviate, in error, skipped | {counts.get('conforms', 0)}, {counts.get('deviates', 0)}, {counts.get('errors', 0)}, {counts.get('skipped', 0)} |
| with drift, inconclusive, informative | {counts.get('drift', 0)}, {counts.get('inconclusive', 0)}, {counts.get('informative', 0)} |
| promises tested, made, unobservable | {total['promises_tested']}, {total['promises_made']}, {total['promises_unobservable']} |
| requests sent | {total['requests']} |
| seconds of all runs (imports) | {total['run_seconds']} ({total['import_seconds']}) |
| processor seconds of all runs (imports) | {total['run_cpu_seconds']} ({total['import_cpu_seconds']}) |
| highest peak memory of a run (an import), MiB | {total['run_peak_kib'] // 1024} ({total['import_peak_kib'] // 1024}) |
"""
    if total["failed"]:
        text += "\nFailed: " + ", ".join(total["failed"]) + "\n"
    samples = total["samples"]
    text += table("Deviations: rule <- what was sent", total["deviations"], samples)
    text += table("Errors", total["errors"], samples)
    text += table("Inconclusive", total["inconclusive"], samples)
    text += table("Drift", total["drift"])
    text += table("Pairs not provoked, and why", total["why_not"])
    text += table("Cases skipped, and why", total["skipped"])
    return text


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hallmark", required=True, help="the binary")
    parser.add_argument("--models", required=True, help="botocore's data folder")
    parser.add_argument("--out", required=True, help="folder for the figures")
    parser.add_argument("--depth", default="quick", choices=("quick", "normal", "thorough"))
    parser.add_argument("--max-cases", type=int, help="bound on the generated cases of one operation")
    parser.add_argument("--jobs", type=int, default=1, help="services at the same time")
    parser.add_argument("--threads", type=int, default=1, help="cases of one service at the same time")
    parser.add_argument("--timeout", type=float, default=3600, help="seconds for one service")
    parser.add_argument("--no-import", action="store_true", help="run only")
    parser.add_argument("--keep", action="store_true", help="keep the JSON reports of services that fail")
    parser.add_argument("--again", action="store_true", help="forget what an earlier run found")
    parser.add_argument("services", nargs="*", help="globs of service folders; none: all")
    options = parser.parse_args()

    models = newest_models(options.models)
    wanted = [name for name in sorted(models)
              if not options.services or any(fnmatch.fnmatch(name, glob_) for glob_ in options.services)]
    if not wanted:
        parser.error(f"no model is selected in {options.models}")
    os.makedirs(options.out, exist_ok=True)
    path = os.path.join(options.out, "services.jsonl")
    with open(options.hallmark, "rb") as file:
        binary = hashlib.sha256(file.read()).hexdigest()[:16]
    known = {}
    if os.path.exists(path) and not options.again:
        with open(path, encoding="utf-8") as file:
            for text in file:
                try:
                    line = json.loads(text)
                except ValueError:
                    continue  # cut off by an interruption
                known[line["service"]] = line

    def identity(name):
        with open(models[name], "rb") as file:
            model = hashlib.sha256(file.read()).hexdigest()[:16]
        return f"{model} {binary} {options.depth} {options.max_cases} {'run' if options.no_import else 'import run'}"

    identities = {name: identity(name) for name in wanted}
    lines = [known[name] for name in wanted if name in known and known[name]["identity"] == identities[name]]
    there = {line["service"] for line in lines}
    with open(path, "w", encoding="utf-8") as file:
        for line in lines:
            file.write(json.dumps(line) + "\n")
    with open(path, "a", encoding="utf-8", buffering=1) as file, \
            concurrent.futures.ThreadPoolExecutor(max(1, options.jobs)) as pool:
        running = [pool.submit(one, name, models[name], options, identities[name]) for name in wanted if name not in there]
        try:
            for done in concurrent.futures.as_completed(running):
                line = done.result()
                lines.append(json.loads(json.dumps(line)))
                file.write(json.dumps(line) + "\n")
                print(told(line), flush=True)
        except KeyboardInterrupt:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    total = add_up(sorted(lines, key=lambda line: line["service"]))
    with open(os.path.join(options.out, "figures.json"), "w", encoding="utf-8") as file:
        json.dump(total, file, indent=2)
    with open(os.path.join(options.out, "figures.md"), "w", encoding="utf-8") as file:
        file.write(markdown(total, options))
    print(markdown(total, options))
    return 1 if total["failed"] else 0


if __name__ == "__main__":
    sys.exit(main())
