"""Runs the program that this package carries: `hallmark …` or `python -m hallmark …`."""

import os
import sys

from ._needs import GLIBC, MACHINE


def missing():
    """What this system lacks to run the program; None when it lacks nothing."""
    machine = os.uname().machine if hasattr(os, "uname") else sys.platform
    if not sys.platform.startswith("linux") or machine != MACHINE:
        return "here is %s on %s" % (sys.platform, machine)
    try:
        libc = os.confstr("CS_GNU_LIBC_VERSION") or ""
    except (ValueError, OSError):
        libc = ""
    if not libc.startswith("glibc "):
        return "here is another C library"
    if tuple(int(part) for part in libc.split()[1].split(".")[:2]) < GLIBC:
        return "here is " + libc
    return None


def main():
    lack = missing()
    if lack:
        sys.stderr.write(
            "hallmark: this build needs Linux on %s with glibc %d.%d or later, as Debian 12 and Ubuntu 24.04 have; %s.\n"
            "  Use such a system or a container of it, or build Hallmark here from its source.\n"
            % (MACHINE, GLIBC[0], GLIBC[1], lack)
        )
        return 126
    program = os.path.join(os.path.dirname(os.path.abspath(__file__)), "bin", "hallmark")
    os.execv(program, ["hallmark"] + sys.argv[1:])
