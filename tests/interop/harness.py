"""What the interoperation programs share: counting, the binary, and servers that are always stopped.

Each program makes one Checks, calls pass_/fail (or equal) for each item, and ends with
sys.exit(checks.finish()), which prints "N passed, N failed" and gives the exit code.
"""

import atexit
import contextlib
import json
import os
import pathlib
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
HALLMARK = os.environ.get("HALLMARK", str(ROOT / "build/release/hallmark"))
WORK = pathlib.Path(os.environ.get("HALLMARK_INTEROP", ROOT / "build/interop"))

# A terminated program runs its exit handlers, too: they stop the servers.
signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))


class Checks:
    def __init__(self, show=("passed", "failed")):
        self.passed = self.failed = 0
        self.show = show

    def pass_(self, name, note=""):
        self.passed += 1
        if "passed" in self.show:
            print(f"  ok    {name}" + (f": {note}" if note else ""), flush=True)

    def fail(self, name, expected, actual):
        self.failed += 1
        if "failed" in self.show:
            print(f"  FAIL  {name}\n          expected {expected}\n          came     {actual}", flush=True)

    def equal(self, name, expected, actual):
        if expected == actual:
            self.pass_(name)
        else:
            self.fail(name, shown(expected), shown(actual))

    def finish(self):
        print(f"{self.passed} passed, {self.failed} failed", flush=True)
        return 1 if self.failed or not self.passed else 0


def shown(value, most=600):
    text = value if isinstance(value, str) else repr(value)
    return text if len(text) <= most else text[:most] + "…"


def environment():
    """Without what would lead a client elsewhere than to loopback."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("AWS_") and "proxy" not in k.lower()}
    nowhere = str(WORK / "no-such-file")
    return kept | {
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_CONFIG_FILE": nowhere,
        "AWS_SHARED_CREDENTIALS_FILE": nowhere,
        "NO_PROXY": "127.0.0.1,localhost",
    }


def isolate():
    """Makes environment() this program's own; call before boto3 is used."""
    wanted = environment()
    for name in set(os.environ) - set(wanted):
        del os.environ[name]
    os.environ.update(wanted)


def hallmark(*arguments, check=True, timeout=300, variables=()):
    """Runs the binary; its result with stdout and stderr as text. With `check` a non-zero exit raises. `variables`: of
    its environment, beside environment()."""
    result = subprocess.run(
        [HALLMARK, *map(str, arguments)],
        cwd=ROOT,
        env=environment() | dict(variables),
        text=True,
        capture_output=True,
        timeout=timeout,
    )
    if check and result.returncode:
        command = " ".join(map(str, arguments))
        raise RuntimeError(f"hallmark {command} exited {result.returncode}:\n{result.stdout}{result.stderr}")
    return result


def stop(process):
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextlib.contextmanager
def serving(*arguments):
    """`hallmark serve` on loopback. Gives its target profile; the dictionary's "stored" holds, once it has
    stopped, how many resources it still had."""
    WORK.mkdir(parents=True, exist_ok=True)
    profile = WORK / f"serve-{os.getpid()}.json"
    profile.unlink(missing_ok=True)
    command = [HALLMARK, "serve", "--port", "0", "--target-file", str(profile), *arguments]
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment(), text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    atexit.register(stop, process)
    said = []
    try:
        for line in process.stdout:
            said.append(line)
            if line.startswith("target profile:"):
                break
        else:
            raise RuntimeError("hallmark serve did not start:\n" + "".join(said))
        target = json.loads(profile.read_text())
        # Whatever else it says must be read, or it would block.
        reader = threading.Thread(target=lambda: said.extend(process.stdout), daemon=True)
        reader.start()
        yield target
        stop(process)
        reader.join(10)
        words = said[-1].split() if said else []
        target["stored"] = int(words[3]) if len(words) > 3 and words[2] == "answered," else said[-1:]
    finally:
        stop(process)
        profile.unlink(missing_ok=True)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def server(command, url, log, extra_environment=(), patience=60):
    """Any other server; waits until `url` answers anything over HTTP."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with open(log, "w") as out:
        process = subprocess.Popen(
            command,
            cwd=log.parent,
            env=environment() | dict(extra_environment),
            stdout=out,
            stderr=subprocess.STDOUT,
        )
        atexit.register(stop, process)
        try:
            deadline = time.monotonic() + patience
            while True:
                if process.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError(f"{command[0]} did not start:\n{log.read_text()[-2000:]}")
                try:
                    urllib.request.build_opener(urllib.request.ProxyHandler({})).open(url, timeout=5).close()
                    break
                except urllib.error.HTTPError:
                    break
                except OSError:
                    time.sleep(0.2)
            yield process
        finally:
            stop(process)
