#!/usr/bin/env python3
# SPDX-FileCopyrightText: the async-tidy authors
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""shuffled.py RUNS TOOL...: the project here, analysed RUNS times with its database in another order and on 1 to 4
processes, and as often joined from result files in another order: the same bytes each time.
"""
import json
import pathlib
import random
import subprocess
import sys

runs, tool = int(sys.argv[1]), sys.argv[2:]
database = pathlib.Path("compile_commands.json")
entries = json.loads(database.read_text())
chance = random.Random(20)


def said(*words):
    """What a run prints; with findings, so that there is something to tell apart."""
    run = subprocess.run([*tool, *words, "--format=json"], stdout=subprocess.PIPE)
    if run.returncode != 1:
        sys.exit(f"status {run.returncode}, not 1: {' '.join(words)}")
    return run.stdout


def compare(what, found, first):
    if found != first:
        pathlib.Path("first.json").write_bytes(first)
        pathlib.Path("other.json").write_bytes(found)
        sys.exit(f"{what}: other bytes; compare first.json with other.json")


results = []
for entry in entries:
    results.append(entry["file"] + ".result")
    subprocess.run([*tool, "unit", f"--result={results[-1]}", entry["file"]], check=True)
first = said()
for run in range(runs):
    chance.shuffle(entries)
    database.write_text(json.dumps(entries))
    compare(f"run {run}", said("-j", str(run % 4 + 1), "--cache=off"), first)
    chance.shuffle(results)
    compare(f"link {run}", said("link", *results), first)
