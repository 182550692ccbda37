"""Makes a Python wheel of the installed program: make.py --prefix DIR --version V --out DIR

The prefix holds bin/hallmark and share/hallmark (`cmake --install BUILD --component program --strip --prefix DIR`). The
wheel carries both, and in lib/hallmark every shared library that the program loads but those of glibc, with the licence
texts of the Debian packages that they come from. Which glibc is the oldest that will do is read from the files. Prints
the wheel's path. Nothing but Python, ldd, readelf and dpkg is needed.
"""

import argparse
import base64
import hashlib
import os
import platform
import re
import subprocess
import sys
import zipfile

HERE = os.path.dirname(os.path.abspath(__file__))
# What glibc consists of: the system's own must be used, whatever else is brought.
GLIBC = re.compile(r"^(ld-linux.*|lib(c|m|mvec|dl|rt|pthread|resolv|util|anl|nsl|nss_\w+|BrokenLocale))\.so(\.\d+)*$")
MADE = (1980, 1, 1, 0, 0, 0)  # the same files make the same wheel


def said(*command):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


def libraries(program):
    """The shared libraries that the program loads, by the name it asks for, but those of glibc."""
    found = {}
    for line in said("ldd", program).splitlines():
        words = line.split()
        if "not found" in line:
            sys.exit("wheel: %s is not here: install it first" % words[0])
        if len(words) >= 3 and words[1] == "=>" and not GLIBC.match(words[0]):
            found[words[0]] = os.path.realpath(words[2])
    return found


def newest_glibc(files):
    """The oldest glibc that has every symbol that the files ask for, as (2, 36)."""
    newest = (2, 17)
    for file in files:
        for version in re.findall(r"\bGLIBC_(\d+)\.(\d+)", said("readelf", "--version-info", "--wide", file)):
            newest = max(newest, (int(version[0]), int(version[1])))
    return newest


def licence(library):
    """The Debian package that a library comes from and the file with its licence; None elsewhere than on Debian."""
    for path in (library, library.replace("/usr/lib/", "/lib/", 1)):
        owner = subprocess.run(["dpkg-query", "--search", path], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        if owner.returncode == 0:
            package = owner.stdout.split(":")[0]
            text = "/usr/share/doc/%s/copyright" % package
            return (package, text) if os.path.exists(text) else None
    return None


class Wheel:
    def __init__(self, path):
        self.zip = zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9)
        self.record = []

    def add(self, name, data, mode=0o644):
        info = zipfile.ZipInfo(name, MADE)
        info.external_attr = (0o100000 | mode) << 16
        info.compress_type = zipfile.ZIP_DEFLATED
        self.zip.writestr(info, data)
        digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
        self.record.append("%s,sha256=%s,%d\n" % (name, digest, len(data)))

    def add_file(self, name, path, mode=0o644):
        with open(path, "rb") as file:
            self.add(name, file.read(), mode)

    def close(self, record):
        self.zip.writestr(zipfile.ZipInfo(record, MADE), "".join(self.record) + record + ",,\n")
        self.zip.close()


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name in ("prefix", "version", "out"):
        options.add_argument("--" + name, required=True)
    asked = options.parse_args()
    program = os.path.join(asked.prefix, "bin", "hallmark")
    needed = libraries(program)
    glibc = newest_glibc([program, *needed.values()])
    machine = platform.machine()
    # The second tag lets pip install it where glibc is older or another libc: there the command says what it needs, which
    # is more than pip's "not a supported wheel on this platform".
    tags = ["py3-none-manylinux_%d_%d_%s" % (*glibc, machine), "py3-none-linux_" + machine]
    name = "hallmark-%s-py3-none-%s.whl" % (asked.version, ".".join(tag.rsplit("-", 1)[1] for tag in tags))
    path = os.path.join(asked.out, name)
    os.makedirs(asked.out, exist_ok=True)

    wheel = Wheel(path)
    wheel.add("hallmark/__init__.py", b"")
    wheel.add("hallmark/__main__.py", b"import sys\n\nfrom .launcher import main\n\nsys.exit(main())\n")
    wheel.add_file("hallmark/launcher.py", os.path.join(HERE, "launcher.py"))
    wheel.add("hallmark/_needs.py", ("GLIBC = (%d, %d)\nMACHINE = %r\n" % (*glibc, machine)).encode())
    wheel.add_file("hallmark/bin/hallmark", program, 0o755)
    share = os.path.join(asked.prefix, "share", "hallmark")
    for folder, folders, files in os.walk(share):
        folders.sort()
        for file in sorted(files):
            full = os.path.join(folder, file)
            wheel.add_file("hallmark/share/hallmark/" + os.path.relpath(full, share), full)
    licences = {}
    for soname, library in sorted(needed.items()):
        wheel.add_file("hallmark/lib/hallmark/" + soname, library, 0o755)
        licences.update([licence(library)] if licence(library) else [])

    info = "hallmark-%s.dist-info/" % asked.version
    root = os.path.dirname(os.path.dirname(HERE))
    wheel.add_file(info + "licenses/LICENSE", os.path.join(root, "LICENSE"))
    for package, text in sorted(licences.items()):
        wheel.add_file(info + "licenses/" + package + "/copyright", text)
    with open(os.path.join(root, "README.md"), encoding="utf-8") as file:
        readme = file.read()
    wheel.add(info + "METADATA", (
        "Metadata-Version: 2.1\nName: hallmark\nVersion: %s\nLicense: Apache-2.0\nRequires-Python: >=3.7\n"
        "Summary: Holds endpoints of services documented as AWS's are to their documentation\n"
        "Description-Content-Type: text/markdown\n\n%s" % (asked.version, readme)).encode())
    wheel.add(info + "WHEEL", ("Wheel-Version: 1.0\nGenerator: hallmark\nRoot-Is-Purelib: false\n"
                               + "".join("Tag: %s\n" % tag for tag in tags)).encode())
    wheel.add(info + "entry_points.txt", b"[console_scripts]\nhallmark = hallmark.launcher:main\n")
    wheel.close(info + "RECORD")
    print(path)


main()
