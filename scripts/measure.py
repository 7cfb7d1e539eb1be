# SPDX-FileCopyrightText: the async-tidy authors
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""What the benchmarks share: CPU time and memory of a program, the machine it ran on, and the page that the tables go to.

CPU time is of the process and its children, so that other work on the machine does not show; what counts is the least of
some rounds in which all ways take turns, and only ratios within one run mean anything.
"""
import dataclasses
import os
import pathlib
import platform
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "performance.md"


@dataclasses.dataclass
class Run:
    said: str
    seconds: float  # of CPU
    elapsed: float
    memory: int  # bytes


def run(command, fine=(0,), folder=None):
    """One run; when it ends with a status that is not fine there is nothing to compare."""
    before = os.times().elapsed
    with tempfile.TemporaryFile() as printed:
        process = subprocess.Popen(list(map(str, command)), stdout=printed, stderr=subprocess.STDOUT, cwd=folder)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        elapsed = os.times().elapsed - before
        printed.seek(0)
        said = printed.read().decode(errors="replace")
    if process.returncode not in fine:
        sys.exit(f"bench: {' '.join(map(str, command))} ended with {process.returncode}:\n{said[-2000:]}")
    return Run(said, usage.ru_utime + usage.ru_stime, elapsed, usage.ru_maxrss * 1024)


def first_line(command):
    return subprocess.run(command, capture_output=True, text=True).stdout.split("\n")[0]


def machine(*packages):
    """The processor and kernel; the versions of Debian's packages."""
    model = re.search(r"model name\s*: (.*)", pathlib.Path("/proc/cpuinfo").read_text())
    versions = first_line(["dpkg-query", "-W", "-f=${Package} ${source:Upstream-Version}, ", *packages]).rstrip(", ")
    return [f"{model[1] if model else platform.machine()}, Linux {platform.release()}", versions]


def write_page(name, text):
    """Puts a table into docs/performance.md, between the marks of that benchmark."""
    begin, end = f"<!-- bench {name}: begin -->", f"<!-- bench {name}: end -->"
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(begin)
    _, found, after = rest.partition(end)
    if not found:
        sys.exit(f"bench: {PAGE} has not the marks '{begin}' and '{end}'")
    fresh = PAGE.with_name(PAGE.name + ".new")
    fresh.write_text(f"{before}{begin}\n```text\n{text}\n```\n{end}{after}", encoding="utf-8")
    os.replace(fresh, PAGE)
