#!/usr/bin/env python3
# SPDX-FileCopyrightText: the async-tidy authors
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""ninja.py ASYNC-TIDY PROJECT: its graph, run again and again while the project changes."""
import json
import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
TOOL, PROJECT = sys.argv[1], pathlib.Path(sys.argv[2])
BUILD = PROJECT / "out"


def whole():
    done = subprocess.run([TOOL, "-p", PROJECT, "--format=json", "--cache=off"], stdout=subprocess.PIPE, check=False)
    return done.returncode, done.stdout


def build():
    """Which files it analysed, and whether Ninja was content; the report is that of one run."""
    done = subprocess.run(["ninja", "-v", "-C", BUILD, "-f", "tidy graph"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    analysed = sorted(set(re.findall(r"/([^/']*)' -- 'c\+\+'", done.stdout)))
    status, report = whole()
    assert (PROJECT / "report.json").read_bytes() == report, done.stdout
    assert (done.returncode == 0) == (status == 0), done.stdout
    return analysed, status


def built(files, status, why=""):
    got = build()
    assert got == (files, status), (got, why)


def write(name, text):
    (PROJECT / name).write_text(text)


database = PROJECT / "compile_commands.json"
entries = json.loads(database.read_text())
for entry in entries:
    del entry["command"]
    entry["arguments"] = ["c++", "-std=c++20", f"-I{HERE}", """-DTEXT="it's $5 & more" """, "-c", entry["file"]]
database.write_text(json.dumps(entries))
BUILD.mkdir()
subprocess.run([TOOL, "ninja", "-p", PROJECT, "--output", BUILD / "tidy graph", f"--report=json={PROJECT}/report.json"], check=True)
everything = ["a.cpp", "b c.cpp", "broken.cpp", "d.cpp"]
built(everything, 3)
built(["broken.cpp"], 3, "what could not be analysed is tried again")
write("made later.h", '#include "loop.h"\n')
built(["broken.cpp"], 1)
built([], 1)
assert not (BUILD / ".ninja_log").exists() and (BUILD / "tidy graph.results" / ".ninja_log").exists(), "the log of another build"
write("loop.h", (PROJECT / "loop.h").read_text() + "// more\n")
built(["a.cpp", "b c.cpp", "broken.cpp"], 1, "its users alone")
write(".clang-tidy", "Checks: async-*\n")
assert build()[0] == [], "a new file is nobody's dependency, as in every build"
write("a.cpp", (PROJECT / "a.cpp").read_text().replace("helper(); ", ""))
write("made later.h", "namespace aio { struct Loop { void stop(); }; Loop get_event_loop(); }\n")
write("broken.cpp", '#include "made later.h"\nvoid late();\n')
built(["a.cpp", "broken.cpp"], 0)
(PROJECT / "report.json").unlink()
built([], 0)
write(".clang-tidy", "Checks: async-*,-async-nested-run\n")
assert build()[0] == ["a.cpp", "broken.cpp"], "configuration that was read is a dependency"

# The graph renews itself; a command that changed is another unit.
entries[1]["arguments"].append("-DMORE")
write("compile_commands.json", json.dumps(entries[:3]))
built(["b c.cpp"], 0)

for words in ((), ("--output=-",)):
    done = subprocess.run([TOOL, "ninja", "-p", PROJECT, *words], stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 2 and "ninja wants --output=FILE" in done.stderr, done
for words, why in ((("--checks=-*",), "no check is enabled"), (("--checks=async-nosuch",), "no check matches"), (("--report=json",), "--report wants")):
    done = subprocess.run([TOOL, "ninja", "-p", PROJECT, f"--output={PROJECT}/none", *words], stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 2 and why in done.stderr and not (PROJECT / "none").exists(), done
