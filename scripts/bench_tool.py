#!/usr/bin/env python3
# SPDX-FileCopyrightText: the async-tidy authors
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""What one unit costs: async-tidy next to clang -fsyntax-only of the same file.

Interleaved, so that both see the same machine; CPU time of the process and its children; the least of N. Ends with
status 1 when the ratio is over the limit.
"""
import json
import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[1]
UNIT = ROOT / "tool" / "bench" / "boost_asio_echo.cpp"
HOME = ROOT / "build" / "bench-tool"
ROUNDS, LIMIT = 7, 1.15


def cpu_seconds(command):
    """CPU time of one run; the command must end with 0, else there is nothing to compare."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd=HOME)
    said = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"bench: {' '.join(command)} ended with {process.returncode}:\n{said.decode()}")
    return usage.ru_utime + usage.ru_stime


def main():
    HOME.mkdir(parents=True, exist_ok=True)
    compiler = ["clang++-22", "-std=c++20", "-Wall"]
    entry = {"directory": str(HOME), "file": str(UNIT), "arguments": [*compiler, "-c", str(UNIT)]}
    (HOME / "compile_commands.json").write_text(json.dumps([entry]))
    commands = {
        "clang -fsyntax-only": [*compiler, "-fsyntax-only", str(UNIT)],
        "async-tidy": [str(ROOT / "build/dev/tool/async-tidy"), "-p", str(HOME), "-j", "1", "--quiet", "--no-cache", str(UNIT)],
    }
    least = {name: float("inf") for name in commands}
    for _ in range(ROUNDS):
        for name, command in commands.items():
            least[name] = min(least[name], cpu_seconds(command))
    base = least["clang -fsyntax-only"]
    print(f"{UNIT.relative_to(ROOT)}, CPU time, least of {ROUNDS}, interleaved")
    for name, seconds in least.items():
        print(f"  {name:<22}{seconds:7.2f} s   {seconds / base:5.2f} x")
    ratio = least["async-tidy"] / base
    print(f"  limit                              {LIMIT:5.2f} x   {'kept' if ratio <= LIMIT else 'BROKEN'}")
    sys.exit(0 if ratio <= LIMIT else 1)


main()
