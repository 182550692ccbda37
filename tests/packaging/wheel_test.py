"""What a wheel must be for every installer: wheel_test.py WHEEL FOLDER checks it and lays it out in FOLDER as pip does."""

import base64
import csv
import hashlib
import io
import os
import subprocess
import sys
import zipfile

path, site = sys.argv[1:]
problems = []


def check(holds, what):
    if not holds:
        problems.append(what)


with zipfile.ZipFile(path) as wheel:
    names = wheel.namelist()
    check(len(names) == len(set(names)), "a name is there twice")
    record = list(csv.reader(io.StringIO(wheel.read("hallmark-1.2.3.dist-info/RECORD").decode())))
    check(sorted(row[0] for row in record) == sorted(names), "RECORD names other files than there are")
    for name, digest, size in record:
        data = wheel.read(name)
        if name.endswith("/RECORD"):
            continue
        made = "sha256=" + base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
        check(digest == made and int(size) == len(data), "RECORD is wrong of " + name)
    tags = [line[5:] for line in wheel.read("hallmark-1.2.3.dist-info/WHEEL").decode().splitlines() if line.startswith("Tag: ")]
    python, abi, platforms = os.path.basename(path)[: -len(".whl")].split("-")[2:]
    check(sorted(tags) == sorted("-".join((python, abi, each)) for each in platforms.split(".")),
          "WHEEL has other tags than the file's name")
    entry = wheel.read("hallmark-1.2.3.dist-info/entry_points.txt").decode()
    check("hallmark = hallmark.launcher:main" in entry, "the command is not there")
    for info in wheel.infolist():
        wheel.extract(info, site)
        if (info.external_attr >> 16) & 0o111:
            os.chmod(os.path.join(site, info.filename), 0o755)

# Every library that is not of glibc comes from the wheel, and each has its licence.
program = os.path.join(site, "hallmark", "bin", "hallmark")
check(os.access(program, os.X_OK), "the program is not executable")
own = os.path.join(site, "hallmark", "lib", "hallmark")
for line in subprocess.run(["ldd", program], check=True, stdout=subprocess.PIPE, text=True).stdout.splitlines():
    words = line.split()
    if "=>" not in words:
        continue
    glibc = words[0].split(".so")[0] in ("libc", "libm", "libresolv", "libdl", "libpthread", "librt")
    check(glibc or os.path.realpath(words[2]).startswith(os.path.realpath(own)), "not of the wheel: " + line.strip())
check(any("/licenses/libcurl4/" in name for name in names) or not os.path.exists("/var/lib/dpkg"), "licences are absent")

# Where it cannot run it says what it needs.
sys.path.insert(0, site)
from hallmark import launcher  # noqa: E402

check(launcher.missing() is None, "it is said not to run here: %s" % launcher.missing())
for libc, says in (("glibc 2.31", "here is glibc 2.31"), ("", "here is another C library")):
    os.confstr = lambda name, libc=libc: libc
    check(launcher.missing() == says, "of %r: %r" % (libc, launcher.missing()))
    check(launcher.main() == 126, "another exit code than 126 of %r" % libc)

for problem in problems:
    print("wheel: " + problem, file=sys.stderr)
print("wheel: %d files, %d problems" % (len(names), len(problems)))
sys.exit(1 if problems else 0)
