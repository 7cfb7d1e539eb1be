#!/usr/bin/env python3
# SPDX-FileCopyrightText: the async-tidy authors
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""score.py PATTERNS.CPP LOG: which of the patterns, and of the locks in locks.cpp beside it, did the checks find, and did they say
anything else? Status 1 if they did."""
import re
import sys

EXPECTED = {
    "async-unawaited-coroutine": {1, 30, 31},
    "async-nested-run": {14, 15},
    "async-unclosed-loop": {16},
    "async-cross-thread-loop-use": {17},
    "async-lock-across-await": {2, 3, 4, 5},
    "async-swallowed-cancellation": {18},
    "async-dangling-coroutine-argument": {21, 24},
    "async-use-after-close": {26},
    "async-thread-local-across-await": {19},
    "async-blocking-call": {10, 11, 12, 13, 22, 25},
    "async-busy-wait": {27},
}
# The finding of pattern 15 stands where the harm is done: in the helper that runs the loop.
HELPERS = {"sync_wrap": 15, "helper_block": 12}
# locks.cpp: the functions that hold a lock at a suspension; the other lets go of it before.
LOCKS = {"b", "ctad1", "ctad2", "ctad3", "ctad4", "full1", "alias", "tmpl", "member", "autol", "a", "c", "d", "e", "f", "h"}
FINDING = re.compile(r"^(?P<file>.*):(?P<line>\d+):\d+: (?:warning|error): .*\[(?P<check>[a-z0-9.,\-]+)\]$", re.MULTILINE)


def pattern_of(text):
    """The number of the pattern that a source line belongs to; every function of the table stands on one line."""
    for helper, number in HELPERS.items():
        if re.search(rf"\b{helper}\(\)\s*{{", text):
            return number
    match = re.search(r"\bt(\d+)_\w+\(", text)
    return int(match.group(1)) if match else None


def main(source, log):
    with open(source, encoding="utf-8") as file:
        lines = file.read().splitlines()
    with open(log, encoding="utf-8") as file:
        findings = list(FINDING.finditer(file.read()))
    with open(source.replace("patterns.cpp", "locks.cpp"), encoding="utf-8") as file:
        locks = file.read().splitlines()
    found, held, surprises = {check: set() for check in EXPECTED}, set(), []
    for finding in findings:
        number = None
        if finding["file"].endswith("/locks.cpp") and finding["check"] == "async-lock-across-await":
            name = re.search(r"(\w+)\(", locks[int(finding["line"]) - 1])[1]
            if name in LOCKS:
                held.add(name)
                continue
        if finding["file"].endswith("/patterns.cpp"):
            number = pattern_of(lines[int(finding["line"]) - 1])
        if number in EXPECTED.get(finding["check"], ()):
            found[finding["check"]].add(number)
        else:
            surprises.append(finding[0])
    for check, numbers in found.items():
        print(f"{check}: {' '.join(map(str, sorted(numbers)))}")
    for surprise in surprises:
        print("surprise:", surprise)
    print(f"locks: {len(held)} of {len(LOCKS)}")
    print(f"{sum(map(len, found.values()))} of {sum(map(len, EXPECTED.values()))}")
    return 1 if surprises or found != EXPECTED or held != LOCKS else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
