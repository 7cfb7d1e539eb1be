#!/usr/bin/env python3
# SPDX-FileCopyrightText: the async-tidy authors
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""bodies.py ASYNC-TIDY...: it must say the same, byte for byte, whether it looks into all bodies of libraries or into those that matter. Prints
a line for each finding."""
import json
import subprocess
import sys


def report(*more):
    done = subprocess.run([*sys.argv[1:], "--cache=off", "--format=json", *more], stdout=subprocess.PIPE, text=True, check=False)
    assert done.returncode in (0, 1), done.stdout
    found = json.loads(done.stdout)
    found["stats"].pop("seconds", None)
    return found


needed, everything = report(), report("--all-bodies")
assert not needed["failed"], needed["failed"]
if needed != everything:
    for name, only, other in (("needed", needed, everything), ("all bodies", everything, needed)):
        for finding in only["findings"]:
            if finding not in other["findings"]:
                print(f"only with {name}: {json.dumps(finding)}", file=sys.stderr)
    sys.exit("the reports differ")
for finding in needed["findings"]:
    print(f"{finding['file']}:{finding['line']}: {finding['check']}")
