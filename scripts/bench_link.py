#!/usr/bin/env python3
# SPDX-FileCopyrightText: the async-tidy authors
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""What joining the units of a whole program costs: 1,000, 5,000 and 10,000 synthetic unit results, 100 functions each.

Each unit is written as `async-tidy unit` writes it: functions that call into other units, coroutines that are the seeds
of chains, loops that are given to functions of other files, findings that depend on them. Ends with status 1 when the
most units take longer or more memory than the limits, or when a unit of many costs much more than one of few.
"""
import argparse
import json
import pathlib
import random
import shutil
import sys
import tempfile

import measure

SIZES = (1_000, 5_000, 10_000)
FUNCTIONS = 100  # in a unit
SECONDS, BYTES, GROWTH = 60, 4 << 30, 1.3


def place(unit, line, column, text):
    return [f"src/part{unit % 97}/unit{unit}.cpp", line, column, text]


def function_id(unit, index):
    return f"c:@N@program@N@part{unit % 97}@F@function_{unit}_{index}#&1$@N@aio@S@EventLoop#I#"


def function(unit, index, units, chance):
    """One function of FUNCTIONS: a third calls into other units, one in fifty is a coroutine."""
    name = f"'program::part{unit % 97}::function_{unit}_{index}'"
    made = {"id": function_id(unit, index), "name": name,
            "at": place(unit, 10 * index + 1, 6, f"void function_{unit}_{index}(aio::EventLoop &loop, int count) {{")}
    if index % 50 == 0:
        made["coroutine"] = True
        made["because"] = f"{name} runs on the loop: it is a coroutine"
        made["because_at"] = made["at"]
        made["because_of"] = "aio"
    if index % 3 == 0:
        made["calls"] = [
            [function_id(to, called), place(unit, 10 * index + 2 + called % 7, 3, f"  function_{to}_{called}(loop, 1);")]
            for to, called in ((chance.randrange(units), chance.randrange(1, FUNCTIONS)) for _ in range(3))]
    made["throws_by"] = [to for to, _ in made.get("calls", [])]
    if index % 10 == 0:
        where = place(unit, 10 * index + 3, 8, "  loop.create_task(work());")
        made["parameters"] = [{
            "parameter": 0,
            "deeds": [{"is": "spawns", "at": where, "says": "'aio::EventLoop::create_task' starts a task here"}],
            "given_to": [{"to": to, "parameter": 0, "at": at} for to, at in made.get("calls", [])]}]
    return made


def conditional(unit, index, when):
    at = place(unit, 10 * index + 5, 8, "  aio::run(work(count));")
    return {"check": "async-nested-run", "law": "L1", "severity": "error", "group": "bug",
            "message": "'aio::run' is called on a running event loop; it throws", "file": at[0],
            "line": at[1], "column": 8, "end_line": at[1], "end_column": 11,
            "symbol": f"program::function_{unit}_{index}", "library": "aio",
            "chain": [{"file": at[0], "line": at[1], "column": 8, "message": "'co_await' the coroutine instead",
                       "text": at[3]}],
            "fixes": [], "fingerprint": "", "suppressed": None, "text": at[3], "statement": "aio :: run ( work",
            "when": [{"facts": [when]}]}


def result(unit, units, chance):
    headers = {f"include/program/header{(unit * 7 + index) % 3000}.h": f"{index:016x}" for index in range(40)}
    headers[place(unit, 1, 1, "")[0]] = f"{unit:016x}"
    other = chance.randrange(units)
    return {"version": 1, "unit": place(unit, 1, 1, "")[0], "failed": None, "seconds": 1.5, "findings": [],
            "conditional": [
                conditional(unit, 3, {"of": function_id(unit, 3), "is": "on_loop", "wanted": "yes"}),
                conditional(unit, 6, {"of": function_id(unit, 6), "is": "on_loop", "wanted": "yes"}),
                conditional(unit, 9, {"of": function_id(other, 10), "parameter": 0, "is": "spawns", "wanted": "yes"}),
                conditional(unit, 12, {"of": function_id(other, 20), "is": "throws", "wanted": "not no"})],
            "allowances": [], "functions": [function(unit, index, units, chance) for index in range(FUNCTIONS)],
            "sources": headers}


def main():
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--units", type=int, default=SIZES[-1], help="the most units (default: 10000)")
    most = words.parse_args().units
    tool = str(measure.ROOT / "build/dev/tool/async-tidy")
    sizes = [size for size in SIZES if size < most] + [most]
    print(f"{'units':>7} {'functions':>10} {'results':>9} {'wall':>8} {'CPU':>8} {'a unit':>9} {'memory':>9}")
    rows = []
    with tempfile.TemporaryDirectory(prefix="async-tidy-link-") as home:
        for size in sizes:
            folder = pathlib.Path(home) / str(size)
            folder.mkdir()
            chance = random.Random(size)
            total = 0
            for unit in range(size):
                text = json.dumps(result(unit, size, chance))
                total += len(text)
                (folder / f"{unit}.result").write_text(text)
            names = [f"{unit}.result" for unit in range(size)]
            # 1: there are findings, as there have to be
            run = measure.run([tool, "link", "--quiet", "--format=jsonl", *names], (1,), folder)
            rows.append((size, run.seconds, run.memory))
            print(f"{size:7,} {size * FUNCTIONS:10,} {total / 1e6:6.0f} MB {run.elapsed:6.1f} s {run.seconds:6.1f} s "
                  f"{1000 * run.seconds / size:6.2f} ms {run.memory / (1 << 30):5.2f} GiB", flush=True)
            shutil.rmtree(folder)
    size, seconds, memory = rows[-1]  # one thread does it all
    growth = (seconds / size) / (rows[0][1] / rows[0][0])
    kept = seconds <= SECONDS and memory <= BYTES and growth <= GROWTH
    print(f"limits for the most: {SECONDS} s of CPU time, {BYTES >> 30} GiB; a unit of many costs {growth:.2f} x one of few, at most "
          f"{GROWTH}: {'kept' if kept else 'BROKEN'}")
    sys.exit(0 if kept else 1)


main()
