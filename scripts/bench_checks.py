#!/usr/bin/env python3
# SPDX-FileCopyrightText: the async-tidy authors
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""bench_checks.py [--write]: how many of the 29 patterns of test/patterns29 each tool finds, and what that costs; and what the checks
cost beside the parse, on these, a service of many files and a server on Boost.Asio.

A finding counts when it stands on the pattern's line and its check is about that fault; which checks of the other tools are
about which fault is said below. Status 1 when async-tidy falls short of its targets, or speaks of a control.
"""
import datetime
import json
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "test" / "patterns29"))
import measure  # noqa: E402
import score  # noqa: E402

INPUTS = ROOT / "test" / "patterns29" / "Inputs"
SOURCES = [INPUTS / "patterns.cpp", INPUTS / "locks.cpp"]
HOME = ROOT / "build" / "bench-checks"
LANGUAGE = ["-std=c++20", f"-I{ROOT / 'runtime/include'}"]
PROGRAMS = {
    "the 29 patterns": SOURCES,
    "a service on aio": sorted((ROOT / "runtime/examples/legacy_service").glob("*.cpp")),
    "a server on Boost.Asio": [ROOT / "tool/bench/boost_asio_echo.cpp"],
}
# What the checks add to the parse, and what async-tidy takes of memory next to clang.
MOST_TIME, MOST_MEMORY = 0.10, 1.2
ROUNDS = 3
# Harmless until they are called wrongly: these are asked for by an option.
BY_OPTION = {"async-dangling-coroutine-argument": {6, 7, 8, 9}}
COMPILERS = {28, 29}
PATTERNS = set().union(*score.EXPECTED.values(), *BY_OPTION.values(), COMPILERS)
TARGETS = {"async-tidy, as it comes": 21, "async-tidy, all groups and options": 26}
# What a check of another tool is about, as patterns; what it says elsewhere is about something else.
ABOUT = [
    (r"unused-(value|result|return-value)|nodiscard", {1, 30, 31}),
    (r"hostile-raii|suspend-with-lock", {2, 3, 4, 5}),
    (r"reference-coroutine-parameters", {6, 7, 8}),
    (r"capturing-lambda-coroutines", {9}),
    (r"blocking", {10, 11, 12, 13, 22, 25}),
    (r"dangling|lifetime|stack-address", {19, 21, 24}),
    (r"use-after-move", {26}),
    (r"infinite-loop|spin", {27}),
    (r"return-type|missingReturn", {28}),
    (r"detach", {29}),
]
LINE = re.compile(r"^(?P<file>/[^:]*):(?P<line>\d+):\d+: (?:warning|error|style|performance|portability): .*\[(?P<check>[\w.,+\-]+)\]$",
                  re.MULTILINE)


def measured(command, fine=(0,)):
    """What a command prints, its CPU seconds (the least of some rounds) and its largest memory in MB, children included."""
    runs = [measure.run(command, fine, HOME) for _ in range(ROUNDS)]
    return runs[-1].said, min(run.seconds for run in runs), max(run.memory for run in runs) / 2**20


def of_others(text):
    """The patterns that another tool's findings are about, and how many findings there are in all."""
    lines = SOURCES[0].read_text(encoding="utf-8").splitlines()
    found, count = set(), 0
    for finding in LINE.finditer(text):
        count += 1
        if finding["file"] == str(SOURCES[0]):
            number = score.pattern_of(lines[int(finding["line"]) - 1])
            for about, patterns in ABOUT:
                if number in patterns and re.search(about, finding["check"]):
                    found.add(number)
    return found, count


def of_ours(text, by_option):
    """The same of async-tidy's report, and what it says of controls and of harmless lines."""
    lines = {str(source): source.read_text(encoding="utf-8").splitlines() for source in SOURCES}
    found, wrong, findings = set(), [], json.loads(text)["findings"]
    for finding in findings:
        path = str((ROOT / finding["file"]).resolve())
        line = lines[path][finding["line"] - 1]
        if path == str(SOURCES[1]):
            name = re.search(r"(\w+)\(", line)[1]
            if name not in score.LOCKS:
                wrong.append(line.strip())
            continue
        number = score.pattern_of(line)
        expected = set(score.EXPECTED.get(finding["check"], ()))
        if by_option:
            expected |= BY_OPTION.get(finding["check"], set())
            if number == 27 and finding["check"] in BY_OPTION:
                continue  # its parameter is a reference
        if number in expected:
            found.add(number)
        else:
            wrong.append(line.strip())
    return found, len(findings), wrong


def costs(ours):
    """What the checks cost beside the parse, by async-tidy's own account, and its memory beside clang's; and whether that is little enough."""
    table = ["the checks, all groups         units    parse   checks   of it   the dearest                        memory"]
    kept = True
    for name, sources in PROGRAMS.items():
        files = [str(source) for source in sources]
        text, _, memory = measured([*ours, "--checks=async-*", "--statistics", *files], (0, 1))
        times = json.loads(text)["stats"]["times"]
        parse = times.pop("parse")
        dearest = max(times, key=times.get)
        _, _, least = measured(["clang++-22", *LANGUAGE, "-fsyntax-only", "-w", *files])
        share = sum(times.values()) / parse
        kept &= share <= MOST_TIME and memory <= MOST_MEMORY * least
        table.append(f"{name:<28}{len(files):>8}{parse:>7.2f} s{sum(times.values()):>7.2f} s{share:>7.1%}   "
                     f"{'what they share' if dearest == 'shared' else dearest:<26}{times[dearest] / parse:>6.1%}{memory / least:>10.2f} x")
    return table, kept


def version(command):
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return re.search(r"\d+\.\d+(\.\d+)?", said)[0]


def main():
    if unknown := [word for word in sys.argv[1:] if word != "--write"]:
        print(f"dev: bench checks: unknown argument '{unknown[0]}' (--write is all it takes)", file=sys.stderr)
        sys.exit(2)
    HOME.mkdir(parents=True, exist_ok=True)
    entries = [{"directory": str(INPUTS), "file": str(source), "arguments": ["clang++-22", *LANGUAGE, "-c", str(source)]}
               for sources in PROGRAMS.values() for source in sources]
    (HOME / "compile_commands.json").write_text(json.dumps(entries))
    everything = HOME / "everything.yaml"
    everything.write_text("Checks: '-*,async-*'\nCheckOptions:\n"
                          "  async-dangling-coroutine-argument.WarnOnParameters: true\n")
    ours = [str(ROOT / "build/dev/tool/async-tidy"), "-p", str(HOME), "-j", "1", "--cache=off", "--format=json", "--quiet"]
    files = [str(source) for source in SOURCES]
    rows, wrong, kept = [], [], True
    _, parse, parse_memory = measured(["clang++-22", *LANGUAGE, "-fsyntax-only", "-w", *files])

    for name, extra, option in (("async-tidy, as it comes", [], False),
                                ("async-tidy, all groups and options", [f"--config-file={everything}", "--checks=async-*"], True)):
        text, seconds, memory = measured([*ours, *extra, *files], (0, 1))
        found, count, bad = of_ours(text, option)
        wrong += bad
        kept &= len(found) >= TARGETS[name]
        rows.append((name, found, count, seconds, memory))
    for name, command, fine in (
            (f"clang-tidy {version(['clang-tidy-22', '--version'])}, all checks, -Wall -Wextra",
             ["clang-tidy-22", "--checks=*", "--quiet", *files, "--", *LANGUAGE, "-Wall", "-Wextra"], (0,)),
            (f"clang {version(['clang++-22', '--version'])} --analyze, -Wall -Wextra",
             ["clang++-22", "--analyze", *LANGUAGE, "-Wall", "-Wextra", "-Xclang", "-analyzer-output=text", *files], (0,)),
            (f"cppcheck {version(['cppcheck', '--version'])} --enable=all",
             ["cppcheck", "--enable=all", "--inconclusive", "--std=c++20", "--language=c++", "--quiet",
              "--template={file}:{line}:{column}: {severity}: {message} [{id}]", *files], (0,))):
        text, seconds, memory = measured(command, fine)
        rows.append((name, *of_others(text), seconds, memory))

    table = [f"{datetime.date.today()}; CPU time, the least of {ROUNDS}; the parse: clang -fsyntax-only of both files, "
             f"{parse:.2f} s, {parse_memory:.0f} MB", "",
             f"{'':<46}{'finds':>9}{'says':>6}{'time':>9}{'memory':>9}"]
    for name, found, count, seconds, memory in rows:
        table.append(f"{name:<46}{len(found):>3} of {len(PATTERNS)}{count:>6}{seconds / parse:>7.2f} x{memory / parse_memory:>7.2f} x")
    table.append("")
    for name, found, *_ in rows:
        table.append(f"{name} misses {' '.join(map(str, sorted(PATTERNS - found))) or 'none'}")
    more, cheap = costs(ours)
    table += ["", *more]
    kept &= cheap
    for line in wrong:
        table.append(f"WRONG: {line}")
    text = "\n".join(table)
    print(text)
    if "--write" in sys.argv[1:]:
        measure.write_page("checks", text)
    sys.exit(0 if kept and not wrong else 1)


main()
