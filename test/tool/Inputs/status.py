#!/usr/bin/env python3
# SPDX-FileCopyrightText: the async-tidy authors
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""status.py STATUS [--away] COMMAND...: runs it, in a folder of its own far from any project with --away; the status must be that."""
import subprocess
import sys
import tempfile

expected, command = int(sys.argv[1]), sys.argv[2:]
with tempfile.TemporaryDirectory() as far:
    away = command[0] == "--away"
    got = subprocess.run(command[away:], cwd=far if away else None).returncode
if got != expected:
    print(f"status {got}, not {expected}: {' '.join(command)}", file=sys.stderr)
    sys.exit(1)
