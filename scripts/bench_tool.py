#!/usr/bin/env python3
# SPDX-FileCopyrightText: the async-tidy authors
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""What one unit costs: async-tidy next to clang -fsyntax-only of the same file. And what a project costs in which most units have no
loop: all parsed, with the scan, and from the cache.

Interleaved, so that both see the same machine; CPU time of the process and its children; the least of N. Ends with
status 1 when a ratio is over its limit.
"""
import json
import os
import pathlib
import shutil
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


TOOL = ROOT / "build/dev/tool/async-tidy"
UNITS, WITH_LOOP, PROJECT_ROUNDS = 24, 3, 3
# Of the cold run, for one in which nothing changed; of its parse, for a unit that cannot matter.
WARM_LIMIT, WARM_MS, SKIP_LIMIT = 0.01, 5, 0.08


def make_project(folder):
    """Units of the standard library's headers, a few of which have a loop."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / ".async-tidy.yaml").write_text("preset: default\n")
    (folder / "types.h").write_text("#include <algorithm>\n#include <map>\n#include <regex>\n#include <sstream>\n#include <string>\n#include <vector>\n")
    entries = []
    for number in range(UNITS):
        loop = number < WITH_LOOP
        head = "#include <uv.h>\n" if loop else ""
        body = f"uv_loop_t *loop{number}() {{ return uv_default_loop(); }}\n" if loop else ""
        name = f"unit{number}.cpp"
        (folder / name).write_text(f'{head}#include "types.h"\n{body}std::map<std::string, std::vector<int>> table{number};\n'
                                   f'bool find{number}(const std::string &key) {{ return std::regex_match(key, std::regex("a*b")); }}\n')
        entries.append({"directory": str(folder), "file": name, "arguments": ["clang++-22", "-std=c++20", "-c", name]})
    (folder / "compile_commands.json").write_text(json.dumps(entries))


def project():
    """CPU seconds of the whole project in each way; every way must find the same."""
    folder, cache = HOME / "project", HOME / "project-cache"
    make_project(folder)
    base = [str(TOOL), "-p", str(folder), "-j", "1", "--quiet", "--exit-zero", "--format=json"]
    ways = {
        "clang -fsyntax-only": None,
        "every unit parsed": [*base, "--cache=off"],
        "with the scan": [*base, "--cache=off", "--scan"],
        "cold, all are kept": [*base, f"--cache={cache}"],
        "warm, nothing changed": [*base, f"--cache={cache}"],
    }
    least = {name: float("inf") for name in ways}
    for _ in range(PROJECT_ROUNDS):
        shutil.rmtree(cache, ignore_errors=True)
        for name, command in ways.items():
            if command:
                least[name] = min(least[name], cpu_seconds(command))
            else:
                least[name] = min(least[name], sum(cpu_seconds(
                    ["clang++-22", "-std=c++20", "-fsyntax-only", str(folder / f"unit{n}.cpp")]) for n in range(UNITS)))
    parse = least["clang -fsyntax-only"]
    print(f"\n{UNITS} units, {WITH_LOOP} of them with a loop, CPU time, least of {PROJECT_ROUNDS}, interleaved")
    for name, seconds in least.items():
        print(f"  {name:<22}{seconds:7.2f} s   {seconds / parse:6.3f} x   {1000 * seconds / UNITS:7.1f} ms a unit")
    warm, cold = least["warm, nothing changed"], least["cold, all are kept"]
    # What is left when the units with a loop have their share.
    skipped = (least["with the scan"] - least["every unit parsed"] * WITH_LOOP / UNITS) / (parse * (UNITS - WITH_LOOP) / UNITS)
    good = True
    for name, got, limit, unit in (
            ("warm, of the cold run", warm / cold, WARM_LIMIT, "x"),
            ("warm, a unit", 1000 * warm / UNITS, WARM_MS, "ms"),
            ("a skipped unit, of its parse", skipped, SKIP_LIMIT, "x")):
        good &= got <= limit
        print(f"  {name:<30}{got:7.3f} {unit:<2}  limit {limit:5.2f}   {'kept' if got <= limit else 'BROKEN'}")
    return good


def main():
    HOME.mkdir(parents=True, exist_ok=True)
    compiler = ["clang++-22", "-std=c++20", "-Wall"]
    entry = {"directory": str(HOME), "file": str(UNIT), "arguments": [*compiler, "-c", str(UNIT)]}
    (HOME / "compile_commands.json").write_text(json.dumps([entry]))
    commands = {
        "clang -fsyntax-only": [*compiler, "-fsyntax-only", str(UNIT)],
        "async-tidy": [str(TOOL), "-p", str(HOME), "-j", "1", "--quiet", "--cache=off", str(UNIT)],
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
    good = project()
    sys.exit(0 if ratio <= LIMIT and good else 1)


main()
