#!/usr/bin/env python3
# SPDX-FileCopyrightText: the async-tidy authors
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""savings.py OPTION ASYNC-TIDY...: it must say the same, byte for byte, whether it saves work or OPTION forbids that. Prints a line for
each finding, and for each unit that could not be analysed."""
import json
import subprocess
import sys

OPTION, TOOL = sys.argv[1], sys.argv[2:]


def report(*more):
    done = subprocess.run([*TOOL, "--cache=off", "--format=json", *more], stdout=subprocess.PIPE, text=True, check=False)
    assert done.returncode in (0, 1, 3), done.stdout
    found = json.loads(done.stdout)
    found["stats"].pop("seconds", None)
    return found


saving, whole = report(), report(OPTION)
if saving != whole:
    for name, only, other in (("without", saving, whole), ("with", whole, saving)):
        for finding in only["findings"] + only["failed"]:
            if finding not in other["findings"] + other["failed"]:
                print(f"only {name} {OPTION}: {json.dumps(finding)}", file=sys.stderr)
    sys.exit("the reports differ")
for finding in saving["findings"]:
    print(f"{finding['file']}:{finding['line']}: {finding['check']}")
for failure in saving["failed"]:
    print(f"not analysed: {failure['file']}: {failure['reason']}")
