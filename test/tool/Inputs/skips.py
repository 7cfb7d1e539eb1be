#!/usr/bin/env python3
# SPDX-FileCopyrightText: the async-tidy authors
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""skips.py NUMBER ASYNC-TIDY...: runs it; so many units must not be parsed. Prints the JSON report without what differs by time and cache."""
import json
import subprocess
import sys

done = subprocess.run([*sys.argv[2:], "--format=json", "--statistics"], stdout=subprocess.PIPE, text=True, check=False)
assert done.returncode in (0, 1, 3), done.returncode
report = json.loads(done.stdout)
got = report["stats"].pop("skipped")
for own in ("seconds", "cached", "after_preamble", "times", "slowest"):
    del report["stats"][own]
print(json.dumps(report, indent=1))
if got != int(sys.argv[1]):
    sys.exit(f"{got} units skipped, not {sys.argv[1]}: {' '.join(sys.argv[2:])}")
