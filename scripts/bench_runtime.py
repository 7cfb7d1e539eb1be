#!/usr/bin/env python3
# SPDX-FileCopyrightText: the async-tidy authors
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""aio next to its peers: every row of every program in turn, several rounds, the least of each.

CPU time of the whole process, so that other work on the machine does not count; ratios are within this run. Ends with 0
whether targets are kept or not: what falls short is said in the table.
"""
import argparse
import dataclasses
import datetime
import fnmatch
import json
import os
import re
import subprocess
import sys

import bench_echo
from measure import ROOT, machine, write_page

HOME = ROOT / "build" / "bench"
PROGRAMS = HOME / "runtime" / "bench"
PYTHON = ["/usr/bin/python3", str(ROOT / "runtime" / "bench" / "asyncio_rows.py")]
PACKAGES = ["libboost1.81-dev", "libuv1-dev", "python3", "python3-uvloop", "g++"]
COLUMNS = ["floor", "aio", "Asio", "libuv", "asyncio", "uvloop"]
PROGRAM = {"floor": "floors", "aio": "aio_rows", "Asio": "asio_rows", "libuv": "uv_rows"}


@dataclasses.dataclass
class Row:
    key: str
    title: str
    peers: str  # initials of COLUMNS but aio: f A l a u
    targets: list = dataclasses.field(default_factory=list)  # (at most this factor, of this peer)
    unit: str = "ns"

    def columns(self):
        initial = {"f": "floor", "A": "Asio", "l": "libuv", "a": "asyncio", "u": "uvloop"}
        return ["aio"] + [initial[letter] for letter in self.peers]


CPYTHON = (1 / 40, "asyncio")
SINGLE = [
    Row("await", "await a plain coroutine", "fAau", [(1.5, "floor")]),
    Row("spawn", "create_task, await it", "Aau", [(0.25, "Asio"), CPYTHON]),
    Row("gather/100000", "gather of 100 k, each", "Aau", [CPYTHON]),
    Row("group", "TaskGroup of 100 k, each", "Aau", [CPYTHON]),
    Row("yield", "sleep(0)", "Aau", [(0.5, "Asio"), CPYTHON]),
    Row("post", "call_soon", "Aau", [(0.6, "Asio")]),
    Row("lock", "lock, 10 tasks want it", "Aau", [CPYTHON]),
    Row("queue", "queue of 10, per item", "Aau", [CPYTHON]),
    Row("timer_cancel", "timer armed, cancelled", "Alau", [(0.1, "Asio"), (2.0, "libuv")]),
    Row("timer_due", "timer due, a turn each", "Alau", [(1.5, "libuv")]),
    Row("timers_due", "timers due, 1000 a turn", "Alau", [(1.5, "libuv")]),
    Row("timers/1000000", "rearm 1 of 1 M timers", "Al", [(0.5, "libuv")]),
    Row("run", "run() of nothing", "Alau"),
    Row("idle_task", "an idle task", "Aau", unit="bytes"),
]
SIZES = [1000, 10000, 100000, 1000000]
GROWTH = [Row(f"{key}/{size}", f"{title}, {size}", "Al" if key == "timers" else "A")
          for key, title in [("gather", "tasks"), ("timers", "timers")] for size in SIZES]
THREADED = [
    Row("threadsafe/1", "post from 1 thread", "Aau", [(1.0, "Asio")]),
    Row("threadsafe/4", "post from 4 threads", "Aau", [(1.0, "Asio")]),
]
UVLOOP = (1 / 1.5, "uvloop")
ECHO = [Row(f"echo/{size}/{connections}", f"echo {label}, {connections:,}".replace(",000", " 000"), "fAlau",
            [(1.1, "floor"), UVLOOP] if connections == 1 else [(1.0, "best"), UVLOOP])
        for size, label in [(1, "1 B"), (1024, "1 KiB"), (102400, "100 KiB")] for connections in [1, 64, 1000]]
ECHO.append(Row("idle_connection", "an idle connection", "fAlau", unit="bytes"))
BEST = ["Asio", "libuv", "uvloop"]
FLOORS = [Row(key, title, "") for key, title in [
    ("transfer", "symmetric transfer"), ("await", "frame, two transfers, no frame"), ("malloc", "malloc and free"),
    ("clock", "clock read"), ("epoll", "epoll_wait, nothing ready"), ("eventfd", "eventfd write")]]
DECADE = 2.0  # ten times as many things cost at most twenty times as much


class Bench:
    def __init__(self, options):
        self.rounds = 1 if options.quick else options.rounds
        self.seconds = 0.01 if options.quick else 0.1
        self.least = {}  # (row, column) -> figure

    def command(self, key, column):
        if column in PROGRAM:
            name = re.escape(key) + "/(process_time|iterations:1)$"
            return [str(PROGRAMS / PROGRAM[column]), f"--benchmark_filter=^{name}", "--benchmark_format=json",
                    f"--benchmark_min_time={self.seconds}"]
        return [*PYTHON, "--row", key, "--seconds", str(self.seconds)] + ["--uvloop"] * (column == "uvloop")

    def once(self, key, column, what):
        if key.startswith("echo/"):
            _, size, connections = key.split("/")
            return bench_echo.measure(column, size, connections, self.seconds)
        if key == "idle_connection":
            return bench_echo.idle_bytes(column)
        command = self.command(key, column)
        run = subprocess.run(command, capture_output=True, text=True, timeout=600)
        if run.returncode != 0:
            sys.exit(f"bench: {' '.join(command)} ended with {run.returncode}:\n{run.stderr[-2000:]}")
        found = json.loads(run.stdout)["benchmarks"]
        if len(found) != 1 or what not in found[0]:
            sys.exit(f"bench: {' '.join(command)} has not the one row '{key}' with '{what}'")
        return found[0][what]

    def measure(self, key, columns, what="cpu_time"):
        for _ in range(self.rounds):
            for column in columns:
                figure = self.once(key, column, what)
                self.least[key, column] = min(figure, self.least.get((key, column), figure))

    def spin(self):
        """How much two threads get done in the time of one: 2 when both cores are there, 1 when only one is."""
        one = min(self.once("spin/1", "floor", "real_time") for _ in range(self.rounds))
        two = min(self.once("spin/2", "floor", "real_time") for _ in range(self.rounds))
        return one / two


def figure(value):
    if value is None:
        return "-"
    return f"{value:.1f}" if value < 100 else f"{value:,.0f}".replace(",", " ")


def table(bench, rows):
    lines = [f"{'':<26}" + "".join(f"{column:>9}" for column in COLUMNS)]
    for row in rows:
        title = row.title + (", bytes" if row.unit == "bytes" else "")
        lines.append(f"{title:<26}" + "".join(f"{figure(bench.least.get((row.key, c))):>9}" for c in COLUMNS))
    return lines


def verdicts(bench, rows):
    found = []
    for row in rows:
        for factor, peer in row.targets:
            peers = BEST if peer == "best" else [peer]
            ratio = bench.least[row.key, "aio"] / min(bench.least[row.key, name] for name in peers)
            floor = bench.least.get((row.key, "floor"), 0) / min(bench.least[row.key, name] for name in peers)
            found.append({"row": row.title, "target": factor, "peer": peer, "ratio": ratio, "kept": ratio <= factor,
                          "floor": floor})
    return found


def verdict_lines(found):
    lines = [f"{'':<26}{'at most':>18}{'measured':>12}"]
    for one in found:
        if one["target"] < 0.05:  # 1/40 reads better than 0.03
            target, ratio = f"1/{1 / one['target']:.0f} x {one['peer']}", f"1/{1 / one['ratio']:.0f}"
        else:
            target, ratio = f"{one['target']:.2f} x {one['peer']}", f"{one['ratio']:.2f}"
        out_of_reach = f" (the floor: {one['floor']:.2f})" if not one["kept"] and one["floor"] > one["target"] else ""
        lines.append(f"{one['row']:<26}{target:>18}{ratio:>12}   {'kept' if one['kept'] else 'SHORT'}{out_of_reach}")
    return lines


def growth(bench):
    """Per operation, how much more ten times as many cost."""
    lines, found = [f"{'ns each':<26}" + "".join(f"{size:>9}" for size in SIZES) + f"{'worst x10':>12}"], []
    for key, title in [("gather", "tasks"), ("timers", "timers")]:
        for column in COLUMNS:
            figures = [bench.least.get((f"{key}/{size}", column)) for size in SIZES]
            if None in figures:
                continue
            worst = max(after / before for before, after in zip(figures, figures[1:]))
            kept = ("   kept" if worst <= DECADE else "   SHORT") if column == "aio" else ""
            lines.append(f"{title + ', ' + column:<26}" + "".join(f"{figure(f):>9}" for f in figures)
                         + f"{worst:>12.2f}{kept}")
            if column == "aio":
                found.append({"row": title + " growth", "target": DECADE, "peer": "aio", "ratio": worst,
                              "kept": worst <= DECADE})
    return lines, found


def svg(bench, rows):
    """One line per row, one mark per peer, on a logarithmic scale of nanoseconds."""
    import math

    rows = [row for row in rows if row.unit == "ns"]
    colours = {"floor": "#8b949e", "aio": "#d1242f", "Asio": "#0969da", "libuv": "#1a7f37", "asyncio": "#9a6700",
               "uvloop": "#8250df"}
    left, width, step, top = 190, 560, 24, 48
    high = max(f for (key, _), f in bench.least.items() if key in {row.key for row in rows})
    decades = math.ceil(math.log10(high))
    x = lambda ns: left + width * math.log10(max(ns, 1)) / decades
    height = top + step * len(rows) + 34
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {left + width + 30} {height}" '
           f'font-family="sans-serif" font-size="12" role="img" aria-label="aio and its peers, time per operation">',
           "<style>text{fill:#1f2328}line{stroke:#d0d7de}@media(prefers-color-scheme:dark)"
           "{text{fill:#e6edf3}line{stroke:#3d444d}}</style>"]
    at = left
    for column, colour in colours.items():
        out.append(f'<circle cx="{at}" cy="18" r="5" fill="{colour}"/><text x="{at + 10}" y="22">{column}</text>')
        at += 90
    for decade in range(decades + 1):
        place = x(10 ** decade)
        label = ["1 ns", "10 ns", "100 ns", "1 µs", "10 µs", "100 µs", "1 ms", "10 ms"][decade]
        out.append(f'<line x1="{place:.0f}" x2="{place:.0f}" y1="{top - 12}" y2="{height - 26}"/>'
                   f'<text x="{place:.0f}" y="{height - 10}" text-anchor="middle">{label}</text>')
    for index, row in enumerate(rows):
        y = top + step * index + 6
        out.append(f'<text x="{left - 12}" y="{y + 4}" text-anchor="end">{row.title}</text>')
        for column in reversed(COLUMNS):
            if (value := bench.least.get((row.key, column))) is not None:
                out.append(f'<circle cx="{x(value):.1f}" cy="{y}" r="{6 if column == "aio" else 5}" '
                           f'fill="{colours[column]}"><title>{column}: {figure(value)} ns</title></circle>')
    return "\n".join(out + ["</svg>", ""])


def write_docs(text, plot):
    write_page("runtime", text)
    (ROOT / "docs" / "aio" / "benchmark.svg").write_text(plot)


def main():
    parser = argparse.ArgumentParser(prog="./dev bench runtime")
    parser.add_argument("--quick", action="store_true", help="one short round: does everything run?")
    parser.add_argument("--row", default="*", help="a pattern of row names: only these")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--write", action="store_true", help="write docs/performance.md and docs/aio/benchmark.svg")
    options = parser.parse_args()
    if options.rounds < 1:
        parser.error("--rounds: at least 1")
    if options.write and (options.quick or options.row != "*"):
        parser.error("--write needs a whole run")
    chosen = lambda rows: [row for row in rows if fnmatch.fnmatch(row.key, options.row)]
    single, grown, threaded, echo = chosen(SINGLE), chosen(GROWTH), chosen(THREADED), chosen(ECHO)
    if options.quick:
        grown = [row for row in grown if row.key.endswith("/1000")]
        single = [row for row in single if "/1000000" not in row.key]
    if not single + grown + threaded + echo:
        sys.exit(f"bench: no row matches '{options.row}'; there are: "
                 + " ".join(row.key for row in SINGLE + GROWTH + THREADED + ECHO))

    bench, lines, found = Bench(options), [], []

    def part(title, body):
        ratio = f"(two threads do {bench.spin():.2f} x the work of one)"
        lines.extend([f"{title:<34}{ratio:>46}", *body, ""])
        print("\n".join(lines[-len(body) - 2:]), flush=True)

    lines += [*machine(*PACKAGES), f"{datetime.date.today()}, load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores; g++ -O3; CPU time of "
              f"the process; the least of {bench.rounds}, interleaved", ""]
    print("\n".join(lines))
    if options.row == "*":
        for row in FLOORS:
            bench.measure(row.key, ["floor"])
        part("floors, ns", [f"{row.title:<40}{figure(bench.least[row.key, 'floor']):>9}" for row in FLOORS])
    for title, rows in [("one thread, ns", single), ("echo: server, ns a round trip", echo),
                        ("several threads, ns", threaded)]:
        for row in rows:
            bench.measure(row.key, row.columns(), "bytes" if row.unit == "bytes" else "cpu_time")
        if rows:
            part(title, table(bench, rows))
        found += verdicts(bench, rows)
    for row in grown:
        bench.measure(row.key, [c for c in row.columns() if (row.key, c) not in bench.least])
    if grown and not options.quick and options.row == "*":
        body, verdict = growth(bench)
        part("growth", body)
        found += verdict
    if found:
        part("targets", verdict_lines([one for one in found if one["peer"] != "aio"]))
    kept = sum(one["kept"] for one in found)
    lines.append(f"{kept} of {len(found)} targets kept")
    print(lines[-1])

    record = {"machine": machine(*PACKAGES), "rounds": bench.rounds, "targets": found,
              "rows": [{"row": key, "peer": column, "figure": value} for (key, column), value in bench.least.items()]}
    (HOME / "runtime.json").write_text(json.dumps(record, indent=1) + "\n")
    if options.write:
        write_docs("\n".join(lines), svg(bench, single + echo + threaded))


main()
