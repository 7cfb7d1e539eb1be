#!/usr/bin/env python3
# SPDX-FileCopyrightText: the async-tidy authors
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Reads the JUnit files of ctest and lit.

tally.py FILE                  prints "PASSED FAILED"; a test that was skipped is neither
tally.py --failures FILE LOG   prints the names and the output of what failed; the log when there is no file
"""
import sys
import xml.etree.ElementTree as ET


def cases(path):
    for case in ET.parse(path).getroot().iter("testcase"):
        bad = case.find("failure") if case.find("failure") is not None else case.find("error")
        if bad is None and case.get("status") == "fail":
            bad = case
        skipped = case.find("skipped") is not None or case.get("status") in ("notrun", "disabled")
        yield case, bad, skipped


def failures(path, log):
    try:
        failed = [(case, bad) for case, bad, skipped in cases(path) if bad is not None]
    except (OSError, ET.ParseError):
        print("".join(open(log, errors="replace").readlines()[-40:]))
        return
    for case, bad in failed:
        name = "/".join(filter(None, [case.get("classname"), case.get("name")]))
        print(f"FAILED {name}")
        text = (bad.text or "").strip() or (case.findtext("system-out") or "").strip()
        for line in text.splitlines()[-25:]:
            print(f"    {line}")


def main():
    if sys.argv[1] == "--failures":
        failures(*sys.argv[2:])
        return
    passed = failed = 0
    for _, bad, skipped in cases(sys.argv[1]):
        if bad is not None:
            failed += 1
        elif not skipped:
            passed += 1
    print(passed, failed)


main()
