#!/usr/bin/env python3
# SPDX-FileCopyrightText: the async-tidy authors
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Repairs each program of a folder with the real tool and looks at what came of it.

A program is one file with two texts, `//--- before` and `//--- after`; others that belong to it are `//--- before/NAME` and
`//--- after/NAME`. Without an after the text has to stay as it is. Above them stand its sentence and

  // Fix: safe | suggested        which fix is expected
  // Refused: WORDS               it is not made, and the tool says so with these words
  // Checks: GLOBS                `--checks`, where the default is not enough
  // Before: WORDS                the program before fails, or complains, with these words; without: it prints the same, and nothing else
  // Before: hangs                … or does not come to an end
  // Before: undefined            … or does what nobody can say
  // Left: CHECK, CHECK           the findings that stay; without: none where a fix is made

What is proven of each: the tool gives the after text, byte for byte; a suggested fix is not made when only safe ones are asked for; a
second run changes nothing; both texts compile, the repaired one without a warning; where there is a `main`, both print the same, and the
repaired one with the debug mode of the runtime on and nothing on its standard error.
"""
import argparse
import collections
import concurrent.futures
import difflib
import fcntl
import hashlib
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys

WORDS = ("Fix", "Refused", "Checks", "Before", "Left")
# What is compiled once, for the programs that include the first of a row, and for the tool when it looks at them.
PRECOMPILED = (("aio/aio.h", "aio/legacy.h", "iostream", "map", "mutex", "optional", "thread"), ("asio.hpp", "iostream"))

DEFINES = ("ASIO_STANDALONE", "ASIO_HAS_CO_AWAIT", "ASIO_HAS_STD_COROUTINE")


class Wrong(Exception):
    pass


class Program:
    def __init__(self, path):
        self.name = path.stem
        head, *sections = re.split(r"^//--- (\S+)\n", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
        said = dict(re.findall(rf"^// ({'|'.join(WORDS)}): (.*)$", head, flags=re.MULTILINE))
        self.texts = {"before": {}, "after": {}}
        for place, text in zip(sections[::2], sections[1::2]):
            which, _, name = place.partition("/")
            self.texts[which][name or "main.cpp"] = text
        self.kind, self.refused, self.complaint = said.get("Fix"), said.get("Refused"), said.get("Before")
        self.checks, self.left = said.get("Checks"), [name.strip() for name in said.get("Left", "").split(",") if name]
        self.runs = re.search(r"^int main\(", self.texts["before"]["main.cpp"], flags=re.MULTILINE) is not None
        if self.kind not in ("safe", "suggested"):
            raise Wrong(f"{path}: 'Fix:' says safe or suggested")
        if bool(self.refused) == bool(self.texts["after"]):
            raise Wrong(f"{path}: it has an after text, or 'Refused:', which says why not")
        self.texts["after"] = {**self.texts["before"], **self.texts["after"]}


class Runner:
    def __init__(self, options, programs):
        self.options = options
        used = {name for names in PRECOMPILED for name in names[:1] for each in programs if f"<{name}>" in each.texts["before"]["main.cpp"]}
        self.build = options.build / "migrate"
        self.build.mkdir(parents=True, exist_ok=True)
        self.flags = ["-std=c++20", "-isystem", str(options.include), "-I.", "-pthread", "-O0", *(f"-D{word}" for word in DEFINES)]
        self.headers = {names[0]: self.precompiled(names) for names in PRECOMPILED if names[0] in used}

    def precompiled(self, names):
        """Made once for all folders, and as long as it is not older than the runtime."""
        newest = max(path.stat().st_mtime for path in self.options.include.rglob("*.h"))
        which = hashlib.sha256(repr((self.flags, str(self.options.compiler), names)).encode()).hexdigest()[:8]
        made = self.build / (re.sub(r"\W", "_", names[0]) + f"-{which}.pch")
        with open(made.with_suffix(".lock"), "w", encoding="utf-8") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not made.exists() or made.stat().st_mtime < newest:
                source, fresh = made.with_suffix(".h"), made.with_suffix(".new")
                source.write_text("".join(f"#include <{name}>\n" for name in names))
                self.call([self.options.compiler, *self.flags, "-w", "-fpch-instantiate-templates", "-x", "c++-header", source, "-o", fresh], self.build,
                          "the headers do not compile")
                fresh.rename(made)
        return made

    def known(self, program):
        return [word for name, made in self.headers.items() if f"<{name}>" in program.texts["before"]["main.cpp"]
                for word in ("-include-pch", str(made))]

    @staticmethod
    def call(command, folder, otherwise, statuses=(0,), **more):
        done = subprocess.run([str(word) for word in command], cwd=folder, capture_output=True, text=True, timeout=600, check=False, **more)
        if done.returncode not in statuses:
            raise Wrong(f"{otherwise} (status {done.returncode}):\n{done.stdout}{done.stderr}")
        return done

    def tidy(self, program, folder, *words):
        checks = [f"--checks={program.checks}"] if program.checks else []
        return self.call([self.options.tool, "-j1", f"--cache={self.build / 'cache'}", *checks, *words], folder, "the tool failed", (0, 1))

    def compiled(self, program, folder, which):
        """The program, linked where it has a `main`."""
        objects = []
        warnings = ["-w"] if which == "before" or program.refused else ["-Wall", "-Wextra", "-Werror"]
        for source in sorted(name for name in program.texts[which] if name.endswith(".cpp")):
            objects.append(f"{source}.{which}.o")
            self.call([self.options.compiler, *self.flags, *self.known(program), *warnings, "-c", source, "-o", objects[-1]], folder,
                      f"the {which} text does not compile")
        if not program.runs:
            return None
        made = folder / f"{which}.out"
        libraries = [*self.options.libraries, *(["-luv"] if "<uv.h>" in program.texts[which]["main.cpp"] else [])]
        self.call([self.options.compiler, "-fuse-ld=lld", *objects, "-o", made, *libraries], folder, f"the {which} text does not link")
        return made

    def ran(self, made, seconds, **environment):
        return subprocess.run([made], capture_output=True, text=True, errors="replace", timeout=seconds, check=False, stdin=subprocess.DEVNULL,
                              env={**os.environ, **environment})

    def before(self, program, made, expected):
        if program.complaint == "undefined":
            return
        try:
            # What the runtime complains of it says in debug mode.
            done = self.ran(made, 2 if program.complaint == "hangs" else 20, **({"AIO_DEBUG": "1"} if program.complaint else {}))
        except subprocess.TimeoutExpired as late:
            if program.complaint == "hangs":
                return
            raise Wrong("the before text does not end") from late
        if program.complaint is None:
            if done.returncode or done.stderr or done.stdout != expected:
                raise Wrong(f"the before text prints something else (status {done.returncode}):\n{done.stdout}{done.stderr}")
        elif program.complaint not in done.stdout + done.stderr:
            raise Wrong(f"the before text does not say '{program.complaint}':\n{done.stdout}{done.stderr}")

    def same(self, program, folder, which, what):
        for name, text in program.texts[which].items():
            now = (folder / name).read_bytes().decode("utf-8")
            if now != text:
                diff = difflib.unified_diff(text.splitlines(True), now.splitlines(True), f"wanted/{name}", f"got/{name}")
                raise Wrong(f"{what}:\n{''.join(diff)}")

    def one(self, program):
        folder = self.options.work / program.name
        shutil.rmtree(folder, ignore_errors=True)
        (folder / ".git").mkdir(parents=True)
        # Of what stands above only its own may format a program.
        (folder / ".clang-format").write_text("DisableFormat: true\n")
        for name, text in program.texts["before"].items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(text.encode("utf-8"))
        (folder / "compile_commands.json").write_text(json.dumps(
            [{"directory": str(folder), "file": name, "arguments": ["clang++", *self.flags, "-c", name, "-o", f"{name}.o"]}
             for name in program.texts["before"] if name.endswith(".cpp")]))
        if known := self.known(program):
            (folder / ".clang-tidy").write_text(f"ExtraArgsBefore: {json.dumps(known)}\n")
        broken = self.compiled(program, folder, "before")
        wanted = ["--fix" if program.kind == "safe" else "--fix=suggested"]
        if program.kind == "suggested":
            self.tidy(program, folder, "--fix")
            self.same(program, folder, "before", "a suggested fix is made that nobody asked for")
        done = self.tidy(program, folder, *wanted, "--format=json")
        self.same(program, folder, "after", f"the fix is another one; the tool said:\n{done.stderr}")
        if program.refused:
            told = self.tidy(program, folder).stdout + done.stderr
            if program.refused not in told:
                raise Wrong(f"the tool does not say '{program.refused}':\n{told}")
        else:
            left = [found["check"] for found in json.loads(done.stdout)["findings"]]
            if sorted(left) != sorted(program.left):
                raise Wrong(f"these findings are left: {', '.join(left)}")
        self.tidy(program, folder, *wanted)
        self.same(program, folder, "after", "a second run changes it again")
        repaired = self.compiled(program, folder, "after")
        if program.runs and not program.refused:
            done = self.ran(repaired, 20, AIO_DEBUG="1")
            if done.returncode or done.stderr:
                raise Wrong(f"the repaired program does not run clean (status {done.returncode}):\n{done.stdout}{done.stderr}")
            if not done.stdout:
                raise Wrong("the repaired program prints nothing: it can't fail")
            self.before(program, broken, done.stdout)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("work", type=pathlib.Path)
    parser.add_argument("--only", default="", help="the programs whose names contain this")
    for name in ("tool", "compiler", "build", "include"):
        parser.add_argument(f"--{name}", type=pathlib.Path, required=True)
    parser.add_argument("--libraries", type=str.split, required=True)
    options = parser.parse_args()
    options.work = options.work.resolve()
    programs = [Program(path) for path in sorted(options.folder.glob("*.cpp")) if options.only in path.stem]
    if not programs:
        sys.exit(f"no programs in {options.folder}")
    runner, wrong = Runner(options, programs), {}
    with concurrent.futures.ThreadPoolExecutor(int(os.environ.get("DEV_JOBS", os.cpu_count() or 1))) as pool:
        for program, running in [(each, pool.submit(runner.one, each)) for each in programs]:
            try:
                running.result()
            except (Wrong, subprocess.TimeoutExpired) as fault:
                wrong[program.name] = str(fault)
    for name, fault in wrong.items():
        print(f"{name}: {fault}\n")
    count = collections.Counter((program.kind, "refused" if program.refused else "made")
                                for program in programs if program.name not in wrong)
    print(f"safe: {count['safe', 'made']} made, {count['safe', 'refused']} refused with a reason; "
          f"suggested: {count['suggested', 'made']} made, {count['suggested', 'refused']} refused with a reason; wrong: {len(wrong)}")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
