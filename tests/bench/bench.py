#!/usr/bin/env python3
"""What the program as a whole costs, as ratios within one run: the machine's own speed and load cancel out.

    bench.py HALLMARK --data DIR [--steps FILE] [--out FILE] [--repeat 5] [--only NAME ...]

DIR is botocore's data folder. wrk is needed; hurl and newman are compared with where they are found (on the PATH,
or as $HURL and $NEWMAN). The table is kept in FILE; what got slower since the one that lay there is said at the end.
"""
import argparse
import asyncio
import contextlib
import datetime
import hashlib
import hmac
import json
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time

SLOWER = 1.15  # beyond this share of what it was, a figure is told; wall time is never compared


class Cost:
    """What a process took: seconds of CPU (user and system), largest resident set in MB, its exit code."""

    def __init__(self, command, **options):
        begun = time.monotonic()
        with tempfile.TemporaryFile() as said:
            process = subprocess.Popen(command, stdout=said, stderr=subprocess.STDOUT, **options)
            _, status, used = os.wait4(process.pid, 0)
            said.seek(0)
            self.said = said.read().decode(errors="replace")
        process.returncode = self.code = os.waitstatus_to_exitcode(status)
        self.seconds = time.monotonic() - begun
        self.cpu = used.ru_utime + used.ru_stime
        self.mb = used.ru_maxrss / 1024


def median_of(costs, of):
    return statistics.median(of(cost) for cost in costs)


class Table:
    def __init__(self):
        self.rows = []

    def add(self, what, value, unit="", goal=None, most=None, compared=True):
        """`most` or `goal` (at least): the value that is aimed at."""
        met = None if goal is None and most is None else (value <= most if most is not None else value >= goal)
        self.rows.append({"what": what, "value": round(value, 4), "unit": unit, "goal": goal, "most": most, "met": met,
                          "compared": compared})
        aim = f"  (goal: at least {goal})" if goal is not None else f"  (goal: at most {most})" if most is not None else ""
        print(f"  {what:64} {value:9.3f} {unit:5}{aim}{'' if met is None or met else '  NOT MET'}", flush=True)


@contextlib.contextmanager
def serving(hallmark, folder, *arguments):
    profile = folder / f"serve-{time.monotonic_ns()}.json"
    process = subprocess.Popen([hallmark, "serve", "--target-file", str(profile), *arguments], stdout=subprocess.PIPE,
                               stderr=subprocess.STDOUT, text=True)
    try:
        for line in process.stdout:
            if line.startswith("target profile:"):
                break
        else:
            sys.exit("hallmark serve did not start")
        threading.Thread(target=process.stdout.read, daemon=True).start()
        yield profile, json.loads(profile.read_text()), process.pid
    finally:
        process.terminate()
        process.wait()


def signed(target, service, operation, body="{}"):
    """Headers of one signed request, valid for five minutes."""
    who, region = target["identities"]["default"], target["region"]
    now = datetime.datetime.now(datetime.timezone.utc).strftime("%Y%m%dT%H%M%SZ")
    headers = {"content-type": "application/x-amz-json-1.1", "host": target["endpoints"][service].split("//")[1],
               "x-amz-date": now, "x-amz-target": operation}
    names = ";".join(sorted(headers))
    canonical = "\n".join(["POST", "/", "", *(f"{name}:{headers[name]}" for name in sorted(headers)), "", names,
                           hashlib.sha256(body.encode()).hexdigest()])
    scope = f"{now[:8]}/{region}/{service}/aws4_request"
    text = "\n".join(["AWS4-HMAC-SHA256", now, scope, hashlib.sha256(canonical.encode()).hexdigest()])
    key = ("AWS4" + who["secret_access_key"]).encode()
    for part in (now[:8], region, service, "aws4_request"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    signature = hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
    headers["authorization"] = (f"AWS4-HMAC-SHA256 Credential={who['access_key_id']}/{scope}, SignedHeaders={names}, "
                                f"Signature={signature}")
    return headers


def requests_of(text):
    return int(re.search(r"(\d+) requests? in", text).group(1))


def seconds_of(text):
    return float(re.search(r"requests? in ([0-9.]+) s", text).group(1))


class Bench:
    def __init__(self, options):
        self.hallmark, self.repeat = options.hallmark, options.repeat
        self.models = {}
        for service in ("kms", "ec2", "quicksight"):
            found = sorted(pathlib.Path(options.data, service).glob("*/service-2.json*"))
            if found:
                self.models[service] = str(found[-1])
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="hallmark-bench-"))
        self.steps_file = options.steps
        self.table = Table()

    def run(self, service, target, *arguments):
        (self.folder / "journal").unlink(missing_ok=True)
        return Cost([self.hallmark, "run", "--model", self.models[service], "--target", str(target), "--depth", "quick",
                     "--journal", str(self.folder / "journal"), *arguments])

    def times(self, make):
        return [make() for _ in range(self.repeat)]

    # ---- single steps ----

    def steps(self):
        """What a step costs beside the least that does its work."""
        told = json.loads(pathlib.Path(self.steps_file).read_text())["benchmarks"] if self.steps_file else []
        for each in told:
            if each.get("error_occurred"):
                sys.exit(f"{each['name']}: {each['error_message']}")
        medians = {each["run_name"].split("/")[0]: each for each in told if each.get("aggregate_name") == "median"}
        for step, least in (("parse", "parse_baseline"), ("decode_response", "parse_baseline"),
                            ("validate", "parse_baseline"), ("compile_and_validate", "validate"),
                            ("encode_request", "encode_baseline"), ("read_contract", "read_contract_baseline")):
            if step in medians and least in medians:
                self.table.add(f"{step} ÷ {least}", medians[step]["cpu_time"] / medians[least]["cpu_time"])
        if "request_direct" in medians and "request_proxied" in medians:
            direct, proxied = (medians[name]["real_time"] / 1e6 for name in ("request_direct", "request_proxied"))
            self.table.add("what the proxy adds to a request", proxied - direct, "ms", most=0.3, compared=False)

    # ---- beside others ----

    def rate(self):
        """Requests a second beside wrk's, over as many connections, and CPU a judged request."""
        with serving(self.hallmark, self.folder, "--model", self.models["kms"]) as (profile, target, pid):
            script = self.folder / "wrk.lua"
            for jobs in (1, 2, 8, 16, 64):
                headers = signed(target, "kms", "TrentService.ListKeys")
                script.write_text("wrk.method = 'POST'\nwrk.body = '{}'\n" +
                                  "".join(f"wrk.headers[{name!r}] = {value!r}\n" for name, value in headers.items()
                                          if name != "host"))
                ratios, alike, each, dearer = [], [], [], []
                for _ in range(self.repeat):
                    before = cpu_so_far(pid)
                    wrk = Cost(["wrk", "-t", str(min(jobs, 2)), "-c", str(jobs), "-d", "2s", "-s", str(script),
                                target["endpoints"]["kms"]])
                    if wrk.code != 0 or "Non-2xx" in wrk.said:
                        sys.exit("the endpoint refuses wrk's request:\n" + wrk.said)
                    count = requests_of(wrk.said)
                    least = float(re.search(r"Requests/sec:\s*([0-9.]+)", wrk.said).group(1))
                    own, listing = wrk.cpu / count, (cpu_so_far(pid) - before) / count
                    before = cpu_so_far(pid)
                    ran = self.run("kms", profile, "--jobs", str(jobs))
                    mixed = (cpu_so_far(pid) - before) / requests_of(ran.said)
                    ratios.append(requests_of(ran.said) / seconds_of(ran.said) / least)
                    alike.append(ratios[-1] * (own + mixed) / (own + listing))
                    dearer.append(mixed / listing)
                    each.append(1000 * ran.cpu / requests_of(ran.said))
                self.table.add(f"kms: requests a second ÷ wrk's, {jobs} at once", statistics.median(ratios), goal=0.9,
                               compared=False)
                # wrk sends one cheap request again and again. Had it sent requests that cost the endpoint as much as
                # the run's do, it would have reached so much less.
                self.table.add(f"  … had wrk's cost the endpoint what the run's do, {jobs} at once",
                               statistics.median(alike), compared=False)
            self.table.add("kms: CPU of the endpoint for a request of the run ÷ for wrk's", statistics.median(dearer),
                           compared=False)
            self.table.add("kms: CPU of a judged request", statistics.median(each), "ms", most=0.08)
            self.beside_runners(target, statistics.median(each))

    def beside_runners(self, target, ours):
        count = 2000
        headers = signed(target, "kms", "TrentService.ListKeys")
        url = target["endpoints"]["kms"] + "/"
        hurl, newman = os.environ.get("HURL") or shutil.which("hurl"), os.environ.get("NEWMAN") or shutil.which("newman")
        if hurl:
            one = f"POST {url}\n" + "".join(f"{name}: {value}\n" for name, value in headers.items() if name != "host")
            file = self.folder / "list.hurl"
            file.write_text((one + "{}\nHTTP 200\n[Asserts]\njsonpath \"$.Keys\" exists\n\n") * count)
            cost = Cost([hurl, "--test", str(file)])
            self.table.add("CPU of a request of hurl's ÷ ours", 1000 * cost.cpu / count / ours, compared=False)
        if newman:
            event = [{"listen": "test", "script": {"exec": ["pm.test('200', () => pm.response.to.have.status(200));"]}}]
            request = {"method": "POST", "url": url, "body": {"mode": "raw", "raw": "{}"},
                       "header": [{"key": name, "value": value} for name, value in headers.items() if name != "host"]}
            file = self.folder / "list.postman.json"
            file.write_text(json.dumps({
                "info": {"name": "b", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
                "item": [{"name": "l", "request": request, "event": event}]}))
            cost = Cost([newman, "run", str(file), "-n", "200", "--reporters", "json", "--reporter-json-export", "/dev/null"])
            self.table.add("CPU of a request of newman's ÷ ours", 1000 * cost.cpu / 200 / ours, compared=False)

    # ---- the machine of a user ----

    def one_case(self):
        """A single case of large services: the program must not make what nobody asked for."""
        for service, case in (("kms", "kms.ListKeys/success"), ("ec2", "ec2.DescribeVpcs/success"),
                              ("quicksight", "quicksight.ListTagsForResource/success")):
            costs = self.times(lambda: self.run(service, "embedded", case))
            self.table.add(f"{service}, one case: CPU", median_of(costs, lambda each: each.cpu), "s", most=0.5)
            self.table.add(f"{service}, one case: memory", median_of(costs, lambda each: each.mb), "MB", most=60)

    def large(self):
        """A whole large service, and in four parts."""
        report = self.folder / "large.json"
        whole = self.run("quicksight", "embedded", "--report", f"json={report}")
        self.table.add("quicksight quick: memory", whole.mb, "MB", most=120)
        self.table.add("quicksight quick: JSON report", report.stat().st_size / 1e6, "MB", most=15)
        for service in ("kms", "quicksight"):
            cpu = self.run(service, "embedded").cpu  # without a report, as the parts are
            parts = sum(self.run(service, "embedded", "--shard", f"{i}/4").cpu for i in range(1, 5))
            self.table.add(f"{service} quick: CPU of 4 shards ÷ whole", parts / cpu, most=1.1)

    def slow(self):
        """An endpoint that takes 200 ms for an answer: as many at once as help."""
        with serving(self.hallmark, self.folder, "--model", self.models["kms"]) as (profile, target, _):
            address = target["endpoints"]["kms"].split("//")[1].split(":")
            with delayed(address[0], int(address[1]), 0.2) as port:
                target["endpoints"] = {"kms": f"http://127.0.0.1:{port}"}
                slow = self.folder / "slow.json"
                slow.write_text(json.dumps(target))
                by_itself = self.run("kms", slow)
                wide = self.run("kms", slow, "--jobs", "64")
                self.table.add("answers of 200 ms: time of the default ÷ --jobs 64",
                               seconds_of(by_itself.said) / seconds_of(wide.said), most=2, compared=False)

    def forgetting(self):
        """An endpoint that has seen runs answers as fast as a fresh one."""
        with serving(self.hallmark, self.folder, "--model", self.models["kms"]) as (profile, _, pid):
            def cpu_of_a_run():
                before = cpu_so_far(pid)
                self.run("kms", profile)
                return cpu_so_far(pid) - before
            costs = [cpu_of_a_run() for _ in range(6)]
            self.table.add("CPU of the endpoint in the sixth run ÷ the first", costs[-1] / costs[0], most=1.3)


def cpu_so_far(pid):
    """Seconds of user and system that a process has taken."""
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextlib.contextmanager
def delayed(host, port, seconds):
    """A relay on loopback that keeps each answer back for a while."""
    async def relay(reader, writer, pause):
        with contextlib.suppress(ConnectionError):
            while data := await reader.read(1 << 16):
                if pause:
                    await asyncio.sleep(pause)
                writer.write(data)
                await writer.drain()
        writer.close()

    async def connected(reader, writer):
        try:
            upstream = await asyncio.open_connection(host, port)
        except OSError:
            writer.close()
            return
        await asyncio.gather(relay(reader, upstream[1], 0), relay(upstream[0], writer, seconds))

    loop, port_of = asyncio.new_event_loop(), []

    async def start():
        server = await asyncio.start_server(connected, "127.0.0.1", 0, backlog=1024)
        port_of.append(server.sockets[0].getsockname()[1])

    loop.run_until_complete(start())
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield port_of[0]
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()


def compare(rows, before):
    """What is slower than last time, in sentences."""
    old = {row["what"]: row["value"] for row in before}
    for row in rows:
        was = old.get(row["what"])
        if was and row["compared"] and row["value"] > was * SLOWER:
            yield f"{row['what']}: {was} -> {row['value']} {row['unit']} ({row['value'] / was:.2f} times)"


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("hallmark")
    arguments.add_argument("--data", required=True)
    arguments.add_argument("--steps", help="what hallmark_bench wrote as JSON")
    arguments.add_argument("--out", default="build/bench-whole.json")
    arguments.add_argument("--repeat", type=int, default=5)
    arguments.add_argument("--only", nargs="*", default=[])
    options = arguments.parse_args()
    options.hallmark = os.path.abspath(options.hallmark)
    bench = Bench(options)
    try:
        for part in ("steps", "rate", "one_case", "large", "slow", "forgetting"):
            if not options.only or part in options.only:
                print(getattr(bench, part).__doc__.splitlines()[0])
                getattr(bench, part)()
    finally:
        shutil.rmtree(bench.folder, ignore_errors=True)
    out = pathlib.Path(options.out)
    before = json.loads(out.read_text()) if out.exists() else []
    slower = list(compare(bench.table.rows, before))
    print("\nslower than last time:" if slower else "\nnothing is slower than last time" if before else "\nno table of before")
    for sentence in slower:
        print("  " + sentence)
    kept = {row["what"]: row for row in before} | {row["what"]: row for row in bench.table.rows}
    out.write_text(json.dumps(list(kept.values()), indent=1, ensure_ascii=False) + "\n")
    missed = [row["what"] for row in bench.table.rows if row["met"] is False]
    print(f"{len(missed)} goals are not met" + ("" if not missed else ": " + "; ".join(missed)))
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()
