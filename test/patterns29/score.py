#!/usr/bin/env python3
# SPDX-FileCopyrightText: the async-tidy authors
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""score.py PATTERNS.CPP LOG: which of the patterns did the checks find, and did they say anything else? Status 1 if they did."""
import re
import sys

EXPECTED = {
    "async-unawaited-coroutine": {1, 30, 31},
    "async-nested-run": {14, 15},
    "async-unclosed-loop": {16},
    "async-cross-thread-loop-use": {17},
}
# The finding of pattern 15 stands where the harm is done: in the helper that runs the loop.
HELPERS = {"sync_wrap": 15, "helper_block": 12}
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
    found, surprises = {check: set() for check in EXPECTED}, []
    for finding in findings:
        number = None
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
    print(f"{sum(map(len, found.values()))} of {sum(map(len, EXPECTED.values()))}")
    return 1 if surprises or found != EXPECTED else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
