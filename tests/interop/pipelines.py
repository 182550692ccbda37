#!/usr/bin/env python3
"""Holds the pipelines in examples/ci to the formats of those who run them: GitHub's and GitLab's published schemas, which
check-jsonschema brings, and Kubernetes' own, which kubernetes-validate does. Each check is also seen to refuse."""
import pathlib
import subprocess
import sys
import tempfile

from harness import ROOT, Checks

BIN = pathlib.Path(sys.executable).parent
# Who checks a file; a line of it, and what nobody takes in its place.
CHECKS = {
    "github.yml": ([BIN / "check-jsonschema", "--builtin-schema", "vendor.github-workflows"],
                   "    steps:\n", "    stepz: 1\n    steps:\n"),
    "gitlab.yml": ([BIN / "check-jsonschema", "--builtin-schema", "vendor.gitlab-ci"],
                   "  parallel: 4\n", "  parallel: [four]\n"),
    "kubernetes.yaml": ([BIN / "kubernetes-validate", "--strict"], "  completions: 4\n", "  completionz: 4\n"),
}


def asked(command, file):
    ran = subprocess.run([*command, file], capture_output=True, text=True, check=False)
    return "valid" if ran.returncode == 0 else "refused: " + ran.stdout + ran.stderr


def main():
    checks = Checks()
    for file in sorted((ROOT / "examples" / "ci").iterdir()):
        command, line, spoilt = CHECKS[file.name]  # a pipeline that nothing checks is an error
        checks.equal(file.name, "valid", asked(command, file))
        with tempfile.TemporaryDirectory() as folder:
            other = pathlib.Path(folder, file.name)
            other.write_text(file.read_text().replace(line, spoilt, 1))
            checks.equal(f"{file.name} with a mistake", "refused", asked(command, other)[:7])
    sys.exit(checks.finish())


if __name__ == "__main__":
    main()
