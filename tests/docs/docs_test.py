"""Runs what a page tells its reader to run: docs_test.py --hallmark PROGRAM [--write] PAGE

Every command in a fenced block of the page is run in a folder of its own, in the order of the page:
  ```sh       each command must end with 0
  ```console  a line that begins with "$ " is a command; what stands below it must be what it prints. "…" in a line stands
              for any text, a line of "…" for any lines; addresses, times and how often something was asked for may differ
  ```yaml     commands of CI: lines that begin with "- hallmark" or "run: hallmark"
Blocks of other languages hold no commands. What is special stands before a block in a comment, which readers do not see:
  <!-- test: exits 1 -->          its last command ends so
  <!-- test: file NAME -->        the block is the text of this file, for the commands after it
  <!-- test: not run, REASON -->  it needs what a test cannot have
  <!-- test: serve sqs -->        from here on http://127.0.0.1:4566 is an endpoint of these services
--write puts what was printed in place of what a block shows, where it has no "…".
In the text, `hallmark COMMAND --option` must name what there is, and links to files must lead somewhere.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile

ENDPOINT = "127.0.0.1:4566"
COMMENT = re.compile(r"^<!-- test: (.*) -->$")
FENCE = re.compile(r"^```(\w*)$")


class Page:
    def __init__(self, path):
        self.path = path
        self.items = []  # ("text", line number, line), ("block", line number, language, lines, notes)
        with open(path, encoding="utf-8") as file:
            lines = self.lines = file.read().split("\n")
        notes, at = [], 0
        while at < len(lines):
            line = lines[at]
            fence, comment = FENCE.match(line), COMMENT.match(line)
            if fence:
                end = lines.index("```", at + 1)
                self.items.append(("block", at + 1, fence.group(1), lines[at + 1 : end], notes))
                notes, at = [], end
            elif comment:
                notes.append(comment.group(1))
                if comment.group(1).startswith("serve "):
                    self.items.append(("serve", at + 1, comment.group(1).split()[1:]))
                    notes.pop()
            elif line.strip():
                self.items.append(("text", at + 1, line))
            at += 1


def commands_of(lines):
    """The commands of a block of sh, continued lines joined, here-documents whole."""
    found, at = [], 0
    while at < len(lines):
        command = lines[at]
        until = re.search(r"<<-?'?(\w+)'?", command)
        while command.endswith("\\") or (until and lines[at].strip() != until.group(1)):
            at += 1
            command += "\n" + lines[at]
        if command.strip() and not command.startswith("#"):
            found.append(command)
        at += 1
    return found


def plain(line):
    """A line without what differs from run to run."""
    line = re.sub(r"127\.0\.0\.1:\d+", "127.0.0.1:PORT", line.rstrip())
    return re.sub(r"\b\d+ requests in \d[\d.]* ?\w+", "REQUESTS in TIME", line)


def same(shown, printed):
    """Whether the lines that a page shows are those that were printed; the first shown line that is not, else None."""
    shown, printed = [plain(line) for line in shown], [plain(line) for line in printed]
    while shown and not shown[-1]:
        shown.pop()
    while printed and not printed[-1]:
        printed.pop()
    while printed and shown and not printed[0] and shown[0]:
        printed.pop(0)
    at, anything = 0, False
    for line in shown:
        if line.strip() == "…":
            anything = True
            continue
        pattern = re.compile(".*".join(re.escape(part) for part in line.split("…")) + "$")
        while anything and at < len(printed) and not pattern.match(printed[at]):
            at += 1
        if at >= len(printed) or not pattern.match(printed[at]):
            return line
        at, anything = at + 1, False
    return None if anything or at == len(printed) else "(more was printed: %s)" % printed[at]


class Runner:
    def __init__(self, program, page, scratch, write):
        self.write, self.moved = write, False
        self.program, self.page, self.scratch = program, page, scratch
        self.problems, self.ran, self.left_out = [], 0, []
        self.exports, self.served, self.port = [], None, None
        bin_folder = os.path.join(scratch, ".bin")
        os.makedirs(bin_folder)
        os.symlink(program, os.path.join(bin_folder, "hallmark"))
        self.folder = os.path.join(scratch, "work")
        os.makedirs(self.folder)
        self.environment = {"PATH": bin_folder + ":/usr/local/bin:/usr/bin:/bin", "HOME": scratch, "LANG": "C.UTF-8",
                            "XDG_STATE_HOME": scratch, "NO_COLOR": "1"}

    def problem(self, line, text):
        self.problems.append("%s:%d: %s" % (self.page.path, line, text))

    def serve(self, _line, services):
        self.stop()
        self.served = subprocess.Popen([self.program, "serve", "--any-credentials", *services], stdout=subprocess.PIPE,
                                       stderr=subprocess.DEVNULL, text=True, env=self.environment, cwd=self.folder)
        for line in self.served.stdout:
            if line.startswith("all "):
                self.port = re.search(r"127\.0\.0\.1:\d+", line).group(0)
                return
        raise RuntimeError("the endpoint did not start")

    def stop(self):
        if self.served:
            self.served.terminate()
            self.served.wait()

    def run(self, line, command, exits=0):
        if ENDPOINT in command and self.port:
            command = command.replace(ENDPOINT, self.port)
        script = "\n".join(self.exports + [command])
        done = subprocess.run(["bash", "-euc", script], cwd=self.folder, env=self.environment, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=280)
        self.ran += 1
        if command.startswith("export "):
            self.exports.append(command)
        if done.returncode != exits:
            self.problem(line, "exit code %d, not %d: %s\n%s%s" % (done.returncode, exits, command, done.stdout, done.stderr))
        return done.stdout

    def block(self, line, language, lines, notes):
        exits = 0
        for note in notes:
            word, _, rest = note.partition(" ")
            if word == "not":
                self.left_out.append(rest)
                return
            if word == "file":
                path = os.path.join(self.folder, rest)
                os.makedirs(os.path.dirname(path), exist_ok=True)
                with open(path, "w", encoding="utf-8") as file:
                    file.write("\n".join(lines) + "\n")
            elif word == "exits":
                exits = int(rest)
            else:
                self.problem(line, "unknown note: " + note)
        if language == "sh":
            found = commands_of(lines)
            for at, command in enumerate(found):
                self.run(line, command, exits if at == len(found) - 1 else 0)
        elif language == "console":
            at = 0
            while at < len(lines):
                if not lines[at].startswith("$ "):
                    self.problem(line + at + 1, "output without a command")
                    return
                end = at + 1
                while lines[end - 1].endswith("\\"):
                    end += 1
                command = "\n".join(lines[at:end])[2:]
                shown = end
                while end < len(lines) and not lines[end].startswith("$ "):
                    end += 1
                printed = self.run(line + at + 1, command, exits if end == len(lines) else 0)
                wrong = same(lines[shown:end], printed.split("\n"))
                if wrong is not None and self.write and not any("…" in each for each in lines[shown:end]):
                    self.page.lines[line + shown : line + end] = printed.rstrip("\n").split("\n")
                    self.moved = True
                    return
                if wrong is not None:
                    self.problem(line + at + 1, "%s\nshows: %s\nbut it printed:\n%s" % (command, wrong, printed))
                at = end
        elif language == "yaml":
            for at, each in enumerate(lines):
                command = re.match(r"^\s*-?\s*(?:run: )?(hallmark .*)$", each)
                if command:
                    self.run(line + at + 1, command.group(1), exits)
        elif not language:
            self.problem(line, "a block without a language may hide commands")

    def text(self, number, line):
        if line.startswith("    ") and not re.match(r"^\s+([-*|]|\d+\.|[a-z(])", line):
            self.problem(number, "an indented block may hide commands: use a fence")
        for span in re.findall(r"`(hallmark [^`]*)`", line):
            words = span.split()
            said = subprocess.run([self.program, words[1], "--help"], env=self.environment, stdout=subprocess.PIPE,
                                  stderr=subprocess.PIPE, text=True)
            if said.returncode != 0:
                self.problem(number, "there is no `%s`" % span)
            for option in re.findall(r"(?<=\s)--?[a-z][a-z-]*", span):
                if not re.search(r"(^|[\s,])%s\b" % re.escape(option), said.stdout, re.M):
                    self.problem(number, "`%s`: %s has no %s" % (span, words[1], option))
        for link in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", line):
            if not os.path.exists(os.path.join(os.path.dirname(self.page.path), link)):
                self.problem(number, "the link to %s leads nowhere" % link)


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--hallmark", required=True)
    options.add_argument("--write", action="store_true")
    options.add_argument("page")
    asked = options.parse_args()
    while True:
        page = Page(asked.page)
        with tempfile.TemporaryDirectory() as scratch:
            runner = Runner(os.path.abspath(asked.hallmark), page, scratch, asked.write)
            try:
                for kind, *rest in page.items:
                    getattr(runner, kind)(*rest)
                    if runner.moved:
                        break
            finally:
                runner.stop()
        if not runner.moved:
            break
        with open(asked.page, "w", encoding="utf-8") as file:
            file.write("\n".join(page.lines))
    if os.path.basename(asked.page) == "README.md" and len(page.lines) > 150:  # the last is empty
        runner.problem(150, "README stays under 150 lines; the rest goes to docs/")
    for problem in runner.problems:
        print(problem, file=sys.stderr)
    for reason in runner.left_out:
        print("not " + reason)
    print("%s: %d commands run, %d blocks not run, %d problems"
          % (os.path.basename(asked.page), runner.ran, len(runner.left_out), len(runner.problems)))
    sys.exit(1 if runner.problems else 0)


main()
