#!/usr/bin/env python3
# SPDX-FileCopyrightText: the async-tidy authors
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""What analysis costs: the examples of Debian's libasio-doc, cold next to `clang -fsyntax-only` and to clang-tidy with the plugin, warm, and with
one header changed; units that begin alike; and a project in which most units have no loop.

Ends with 0 whether targets are kept or not: what falls short is said in the table. Every way must find the same.
"""
import argparse
import datetime
import gzip
import json
import os
import pathlib
import shutil
import subprocess
import sys

from measure import ROOT, machine, run, write_page

TOOL = ROOT / "build/dev/tool/async-tidy"
PLUGIN = ROOT / "build/dev/checks/AsyncTidyPlugin.so"
HOME = ROOT / "build" / "bench-tool"
EXAMPLES = pathlib.Path("/usr/share/doc/libasio-dev/examples")
COMPILE = ["clang++-22", "-std=c++20", "-DASIO_HAS_CO_AWAIT", "-DASIO_HAS_STD_COROUTINE", "-w"]
PLAIN, PLAIN_WITH_LOOP = 24, 3
ALIKE = [f"cpp17/coroutines_ts/{name}.cpp" for name in ("chat_server", "echo_server", "refactored_echo_server", "echo_server_with_default")]
ALIKE_TIMES = 6


def make_project(folder, names):
    (folder / ".async-tidy.yaml").write_text("preset: default\n")
    (folder / "compile_commands.json").write_text(json.dumps([
        {"directory": str(folder), "file": name, "arguments": [*COMPILE, "-c", name]} for name in names]))


def copy_examples(folder, most):
    """The examples that compile here, evenly over all; those of one name and another folder are other programs."""
    shutil.rmtree(folder, ignore_errors=True)
    for path in EXAMPLES.rglob("*"):
        if path.is_file():
            to = folder / path.relative_to(EXAMPLES)
            to.parent.mkdir(parents=True, exist_ok=True)
            packed = path.suffix == ".gz"
            (to.with_suffix("") if packed else to).write_bytes(gzip.decompress(path.read_bytes()) if packed else path.read_bytes())
    names = sorted(str(path.relative_to(folder)) for path in folder.rglob("*.cpp"))
    if not names:
        sys.exit(f"bench: no example in {EXAMPLES}; install libasio-doc")
    chosen = names[::max(1, len(names) // most)] if most else names
    fit = [name for name in chosen if subprocess.run([*COMPILE, "-fsyntax-only", name], cwd=folder, capture_output=True).returncode == 0]
    make_project(folder, fit)
    return fit


def make_alike(folder, examples):
    """Programs of Asio's coroutines, several times over: each begins with the library."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    names = []
    for path in (examples / name for name in ALIKE):
        for number in range(ALIKE_TIMES):
            names.append(f"{path.stem}{number}.cpp")
            shutil.copy(path, folder / names[-1])
    make_project(folder, names)
    return names


def make_plain(folder):
    """Units of the standard library's headers, a few of which have a loop."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / "types.h").write_text("".join(f"#include <{name}>\n" for name in ("algorithm", "map", "regex", "sstream", "string", "vector")))
    names = [f"unit{number}.cpp" for number in range(PLAIN)]
    for number, name in enumerate(names):
        loop = number < PLAIN_WITH_LOOP
        (folder / name).write_text(
            ("#include <uv.h>\n" if loop else "") + '#include "types.h"\n'
            + (f"uv_loop_t *loop{number}() {{ return uv_default_loop(); }}\n" if loop else "")
            + f"std::map<std::string, std::vector<int>> table{number};\n"
            f'bool find{number}(const std::string &key) {{ return std::regex_match(key, std::regex("a*b")); }}\n')
    make_project(folder, names)
    return names


class Project:
    def __init__(self, folder, names):
        self.folder, self.names, self.cache = folder, names, folder.with_name(folder.name + "-cache")
        self.findings = None

    def ours(self, *words):
        """CPU seconds of one run over the project, and what it says of itself."""
        done = run([TOOL, "-p", ".", "-j", "1", "--quiet", "--exit-zero", "--format=json", "--statistics", *words], (0, 3), self.folder)
        report = json.loads(done.said)
        if report["failed"]:
            sys.exit(f"bench: {report['failed'][0]}")
        if self.findings is None:
            self.findings = report["findings"]
        if report["findings"] != self.findings:
            sys.exit(f"bench: other findings with {' '.join(map(str, words))}")
        return done.seconds, report["stats"]

    def each(self, command, fine=(0,)):
        return sum(run(command(name), fine, self.folder).seconds for name in self.names)

    def clang(self):
        return self.each(lambda name: [*COMPILE, "-fsyntax-only", name])

    def clang_tidy(self, checks):
        return self.each(lambda name: ["clang-tidy-22", "-load", PLUGIN, f"--checks=-*,{checks}", "--quiet", "-p", ".", name])

    def cold(self, *words):
        shutil.rmtree(self.cache, ignore_errors=True)
        return self.ours(f"--cache={self.cache}", *words)[0]

    def warm(self):
        return self.ours(f"--cache={self.cache}")[0]

    def one_header_changed(self):
        """What a header costs that few units use, and whether these were the ones analysed."""
        users = {}
        for name in self.names:
            for line in (self.folder / name).read_text(errors="replace").splitlines():
                if line.startswith('#include "'):
                    header = (self.folder / name).parent / line.split('"')[1]
                    if header.is_file():
                        users.setdefault(header, []).append(name)
        header = max(users, key=lambda path: len(users[path]))
        text = header.read_bytes()
        header.write_bytes(text + b"\n// changed\n")
        seconds, stats = self.ours(f"--cache={self.cache}")
        header.write_bytes(text)
        analysed = len(self.names) - stats["cached"]
        return seconds, analysed, f"{header.relative_to(self.folder)}, which {len(users[header])} units include"


def least(rounds, ways):
    """Of each way the least of some rounds in which all take turns."""
    found = {name: float("inf") for name in ways}
    for _ in range(rounds):
        for name, way in ways.items():
            found[name] = min(found[name], way())
    return found


def verdict(rows):
    lines = [f"{'':<44}{'at most':>12}{'measured':>12}"]
    for name, limit, got, unit in rows:
        lines.append(f"{name:<44}{f'{limit:g} {unit}':>12}{f'{got:.3g} {unit}':>12}   {'kept' if got <= limit else 'SHORT'}")
    kept = sum(got <= limit for _, limit, got, _ in rows)
    return [*lines, "", f"{kept} of {len(rows)} targets kept"]


def main():
    parser = argparse.ArgumentParser(prog="./dev bench tool")
    parser.add_argument("--units", type=int, default=0, help="so many of the examples, evenly over all (default: all)")
    parser.add_argument("--rounds", type=int, default=3, help="rounds of which the least counts (default: 3)")
    parser.add_argument("--write", action="store_true", help="also write docs/performance.md")
    options = parser.parse_args()
    if options.rounds < 1 or options.units < 0:
        parser.error("--rounds: at least 1; --units: at least 1, or 0 for all")
    HOME.mkdir(parents=True, exist_ok=True)
    asio = Project(HOME / "asio", copy_examples(HOME / "asio", options.units))
    alike = Project(HOME / "alike", make_alike(HOME / "alike", asio.folder))
    plain = Project(HOME / "plain", make_plain(HOME / "plain"))
    listed = run([TOOL, "-p", ".", "--list-checks"], folder=asio.folder).said.split("\n")[1:]
    checks = ",".join(line.strip() for line in listed if line.strip().startswith("async-") and "async-tidy-" not in line)

    def table(title, found, base, units):
        return [title, *(f"{name:<44}{seconds:8.2f} s{seconds / base:8.2f} x{1000 * seconds / units:9.1f} ms a unit"
                         for name, seconds in found.items()), ""]

    lines = [*machine("libasio-dev", "libasio-doc", "clang-22"),
             f"{datetime.date.today()}, load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores; CPU time; the least of {options.rounds}, "
             "interleaved", ""]
    print("\n".join(lines), flush=True)
    units = len(asio.names)
    real = least(options.rounds, {
        "clang -fsyntax-only": asio.clang,
        "clang-tidy with the plugin": lambda: asio.clang_tidy(checks),
        "async-tidy, all bodies": lambda: asio.cold("--all-bodies"),
        "async-tidy, no preamble": lambda: asio.cold("--no-preamble"),
        "async-tidy, cold": asio.cold,
        "async-tidy, nothing changed": asio.warm})
    changed, analysed, what = asio.one_header_changed()
    part = table(f"{units} examples of Asio", real, real["clang -fsyntax-only"], units)
    part[-1:] = [f"changed: {what}: {analysed} analysed, {changed:.2f} s", ""]
    print("\n".join(part), flush=True)
    lines += part
    same = least(options.rounds, {
        "clang -fsyntax-only": alike.clang,
        "async-tidy, no preamble": lambda: alike.cold("--no-preamble"),
        "async-tidy, cold": alike.cold})
    part = table(f"{len(alike.names)} units that begin alike", same, same["clang -fsyntax-only"], len(alike.names))
    print("\n".join(part), flush=True)
    lines += part
    few = least(options.rounds, {
        "clang -fsyntax-only": plain.clang,
        "async-tidy, cold, with --scan": lambda: plain.cold("--scan"),
        "async-tidy, cold": plain.cold,  # what it keeps is there in the next row
        "async-tidy, nothing changed": plain.warm})
    part = table(f"{PLAIN} units of the standard library's headers, {PLAIN_WITH_LOOP} of them with a loop", few,
                 few["clang -fsyntax-only"], PLAIN)
    print("\n".join(part), flush=True)
    lines += part
    # What is left when the units with a loop have their share.
    others = few["clang -fsyntax-only"] * (PLAIN - PLAIN_WITH_LOOP) / PLAIN
    skipped = (few["async-tidy, cold, with --scan"] - few["async-tidy, cold"] * PLAIN_WITH_LOOP / PLAIN) / others
    cold, warm = real["async-tidy, cold"], real["async-tidy, nothing changed"]
    part = verdict([("cold, of clang -fsyntax-only", 0.65, cold / real["clang -fsyntax-only"], "x"),
                    ("cold, of clang-tidy with the plugin", 0.65, cold / real["clang-tidy with the plugin"], "x"),
                    ("cold where units begin alike, of clang", 0.35, same["async-tidy, cold"] / same["clang -fsyntax-only"], "x"),
                    ("a unit that cannot matter, of its parse", 0.08, skipped, "x"),
                    ("nothing changed, of the cold run", 0.01, warm / cold, "x"),
                    ("nothing changed, a unit", 5, 1000 * warm / units, "ms")])
    print("\n".join(part), flush=True)
    if options.write:
        write_page("tool", "\n".join(lines + part))


main()
