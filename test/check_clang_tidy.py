#!/usr/bin/env python3
# SPDX-FileCopyrightText: the async-tidy authors
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Runs one check, or several, on one test file and compares what it says, and what its fixes make, with the comments of the file.

  check_clang_tidy.py [options] SOURCE CHECK[,CHECK...] TEMP [-- clang-tidy arguments [-- compiler arguments]]

In SOURCE:
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: text [check]    expected; a warning or error that is not listed is a failure
  // CHECK-NOTES: ...                                         as above, and notes that are not listed are failures too
  // CHECK-FIXES: text                                        the file after --fix
A file with none of them must be run with --silent: then nothing at all may be said. After fixes the file must compile, a second
run must have nothing left to fix, and it reports exactly --left findings (default 0; "any": another test counts them).
"""
import argparse
import os
import re
import shlex
import subprocess
import sys

PREFIXES = ("CHECK-MESSAGES", "CHECK-NOTES", "CHECK-FIXES")
DIAGNOSTIC = re.compile(r"^.*:\d+:\d+: (?:warning|error): ", re.MULTILINE)


def split_arguments(argv):
    """[own] -- [clang-tidy] -- [compiler]"""
    parts = [[]]
    for argument in argv:
        if argument == "--" and len(parts) < 3:
            parts.append([])
        else:
            parts[-1].append(argument)
    return parts + [[]] * (3 - len(parts))


def fail(message, output=""):
    sys.exit(f"check_clang_tidy.py: {message}\n{output}")


def run(command):
    process = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    print("+", shlex.join(command))
    print(process.stdout)
    return process


class Test:
    def __init__(self, options, tidy_arguments, compiler_arguments):
        self.options = options
        with open(options.source, encoding="utf-8") as file:
            self.text = file.read()
        extension = os.path.splitext(options.source)[1]
        self.copy = options.temp + extension
        self.compiler_arguments = ["-std=gnu11"] if extension == ".c" else ["-std=c++20"]
        self.compiler_arguments += [f"-I{folder}" for folder in options.include]
        self.compiler_arguments += [f"-I{os.path.dirname(os.path.abspath(options.source))}", "-fno-color-diagnostics"]
        self.compiler_arguments += compiler_arguments
        self.tidy = [options.clang_tidy]
        if options.plugin:
            self.tidy += ["-load", options.plugin]
        if not any(argument.startswith(("--config", "-config")) for argument in tidy_arguments):
            self.tidy.append("--config={}")
        self.tidy += [f"--checks=-*,{options.check}", *tidy_arguments]

    def has(self, prefix):
        return re.search(rf"{prefix}(?:-[A-Z]+)?:", self.text) is not None

    def lint(self, *extra):
        process = run([*self.tidy, *extra, self.copy, "--", *self.compiler_arguments])
        if process.returncode < 0 or "error: " in process.stdout and "[clang-diagnostic-error]" in process.stdout:
            fail("the test does not compile, or the linter died", process.stdout)
        if process.returncode not in (0, 1):
            fail(f"clang-tidy ended with status {process.returncode}", process.stdout)
        return process.stdout

    def file_check(self, prefix, input_file, *extra):
        process = run([self.options.filecheck, f"--input-file={input_file}", self.options.source, f"--check-prefix={prefix}",
                       "--dump-input-context=12", "--allow-unused-prefixes=false", *extra])
        if process.returncode != 0:
            fail(f"{prefix} differ")

    def require_enabled(self):
        names = run([*self.tidy, "--list-checks", "--"]).stdout.split()
        for check in self.options.check.split(","):
            if not any(name.startswith(check.rstrip("*")) for name in names):
                fail(f"no check is called {check}")

    def main(self):
        blank = re.sub(r"// *CHECK-[A-Z\-]*:[^\r\n]*", "//", self.text)
        os.makedirs(os.path.dirname(os.path.abspath(self.copy)), exist_ok=True)
        with open(self.copy, "w", encoding="utf-8", newline="") as file:
            file.write(blank)
        self.require_enabled()
        prefixes = [prefix for prefix in PREFIXES if self.has(prefix)]
        if not prefixes and not self.options.silent:
            fail("nothing to check: the file has no CHECK- comment and --silent is not given")
        if prefixes and self.options.silent:
            fail("--silent, but the file has " + ", ".join(prefixes))

        fixes = "CHECK-FIXES" in prefixes
        output = self.lint(*([self.options.fix] if fixes else []))
        log = self.options.temp + ".log"
        with open(log, "w", encoding="utf-8") as file:
            file.write(output)
        if self.options.silent and DIAGNOSTIC.search(output):
            fail("the file is not silent", output)
        if "CHECK-NOTES" in prefixes:
            self.file_check("CHECK-NOTES", log, "--implicit-check-not={{note|warning|error}}:")
        if "CHECK-MESSAGES" in prefixes:
            self.file_check("CHECK-MESSAGES", log, "--implicit-check-not={{warning|error}}:")
        if fixes:
            self.check_fixes(blank)

    def check_fixes(self, before):
        self.file_check("CHECK-FIXES", self.copy, "--strict-whitespace")
        with open(self.copy, encoding="utf-8") as file:
            fixed = file.read()
        if fixed == before:
            fail("no fix was applied")
        # Fails, too, where the repaired text does not compile.
        again = self.lint(self.options.fix)
        with open(self.copy, encoding="utf-8") as file:
            if file.read() != fixed:
                fail("a second run still finds something to fix", again)
        left = len(DIAGNOSTIC.findall(again))
        if self.options.left not in (str(left), "any"):
            fail(f"after the fixes {left} findings are left, not {self.options.left}", again)


def main():
    own, tidy_arguments, compiler_arguments = split_arguments(sys.argv[1:])
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source")
    parser.add_argument("check")
    parser.add_argument("temp")
    parser.add_argument("--clang-tidy", default="clang-tidy")
    parser.add_argument("--plugin", default="")
    parser.add_argument("--filecheck", default="FileCheck")
    parser.add_argument("--include", action="append", default=[])
    parser.add_argument("--silent", action="store_true", help="nothing at all may be said")
    parser.add_argument("--suggested", dest="fix", action="store_const", const="--fix-notes", default="--fix",
                        help="apply the suggested fixes too: those of notes")
    parser.add_argument("--left", default="0", help="how many findings the fixes do not remove, or 'any'")
    Test(parser.parse_args(own), tidy_arguments, compiler_arguments).main()


if __name__ == "__main__":
    main()
