#!/usr/bin/env python3
# SPDX-FileCopyrightText: the async-tidy authors
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The second half of the demo: every example source of Debian's libasio-doc, linted against libasio-dev.

Prints what was found, which units cannot be compiled here, and the time next to `clang -fsyntax-only` of the same units.
What was measured is kept in build/demo/asio and shown again as long as the tool and the sources are the same.
"""
import concurrent.futures
import hashlib
import json
import os
import pathlib
import resource
import subprocess
import sys
import textwrap
import time

ROOT = pathlib.Path(__file__).resolve().parents[1]
BUILD = pathlib.Path(os.environ.get("ASYNC_TIDY_BUILD", ROOT / "build" / "dev"))
HOME = ROOT / "build" / "demo" / "asio"
TOOL = BUILD / "tool" / "async-tidy"
JOBS = int(os.environ.get("DEV_JOBS", os.cpu_count() or 1))
SAMPLE = 20
# Asio 1.22 asks clang for the coroutines of the technical specification; C++20's are there, so it is told so.
COROUTINES = ["-DASIO_HAS_CO_AWAIT=1", "-DASIO_HAS_STD_COROUTINE=1"]
ALONE = "-DASIO_STANDALONE=1"
LANGUAGE = {"cpp03": ["-std=c++11", "-DASIO_HAS_BOOST_BIND=1"], "cpp11": ["-std=c++11", ALONE],
            "cpp14": ["-std=c++14", ALONE], "cpp17": ["-std=c++20", ALONE, *COROUTINES],
            "cpp20": ["-std=c++20", ALONE, *COROUTINES]}


def fail(words):
    sys.exit(f"demo: {words}")


def examples():
    """The folder with the examples: unpacked here, since images without documentation leave them out."""
    place = HOME / "libasio-doc"
    folder = place / "usr/share/doc/libasio-dev/examples"
    if not folder.is_dir():
        HOME.mkdir(parents=True, exist_ok=True)
        print("demo: fetching libasio-doc (only its sources; it is not installed)")
        for old in HOME.glob("*.deb"):
            old.unlink()
        done = subprocess.run(["apt-get", "download", "-q", "libasio-doc"], cwd=HOME, capture_output=True, text=True)
        package = next(HOME.glob("*.deb"), None)
        if package is None:
            installed = pathlib.Path("/usr/share/doc/libasio-dev/examples")
            if len(list(installed.glob("**/*.cpp"))) > 100:
                return installed
            fail(f"libasio-doc could not be fetched:\n{done.stderr}")
        subprocess.run(["dpkg-deb", "-x", str(package), str(place)], check=True)
        package.unlink()
    return folder


def database(folder):
    entries = []
    for source in sorted(folder.glob("**/*.cpp")):
        dialect = source.relative_to(folder).parts[0]
        # "diffs" holds C++11 again, as differences to C++03.
        flags = LANGUAGE.get(dialect, LANGUAGE["cpp11"])
        entries.append({"directory": str(source.parent), "file": str(source),
                        "arguments": ["clang++-22", *flags, "-w", "-c", str(source)]})
    HOME.mkdir(parents=True, exist_ok=True)
    text = json.dumps(entries, indent=1)
    path = HOME / "compile_commands.json"
    if not path.exists() or path.read_text() != text:
        path.write_text(text)
    return entries


class Clock:
    """What the programs started since then have taken: by the wall, and of the processors."""

    def __init__(self):
        self.wall, self.cpu = time.monotonic(), self.of_children()

    @staticmethod
    def of_children():
        usage = resource.getrusage(resource.RUSAGE_CHILDREN)
        return usage.ru_utime + usage.ru_stime

    def read(self):
        return {"wall": time.monotonic() - self.wall, "cpu": self.of_children() - self.cpu}


def syntax_only(entries):
    """clang -fsyntax-only over all of them, as many at a time as async-tidy has workers: the time, and what failed."""

    def one(entry):
        words = [w for w in entry["arguments"] if w != "-c"]
        done = subprocess.run([*words, "-fsyntax-only"], cwd=entry["directory"], capture_output=True, text=True)
        error = next((line for line in done.stderr.splitlines() if "error: " in line), "")
        return entry["file"], None if done.returncode == 0 else error.split("error: ")[-1]

    clock = Clock()
    with concurrent.futures.ThreadPoolExecutor(JOBS) as pool:
        said = list(pool.map(one, entries))
    return {**clock.read(), "failed": {file: error for file, error in said if error is not None}}


def lint(entries):
    clock = Clock()
    done = subprocess.run([str(TOOL), "-p", str(HOME), "-j", str(JOBS), "--format=json", "--header-filter=.*",
                           *[entry["file"] for entry in entries]], stdout=subprocess.PIPE,
                          stderr=None if sys.stderr.isatty() else subprocess.PIPE, text=True)
    taken = clock.read()
    if done.returncode not in (0, 1, 3):
        fail(f"async-tidy ended with {done.returncode}:\n{done.stdout}{done.stderr or ''}")
    result = json.loads(done.stdout)
    counted = [finding for finding in result["findings"] if not finding["suppressed"]]
    return {**taken, "status": done.returncode, "findings": counted, "failed": result["failed"]}


def kept(name, state, again, measure):
    """A measurement, or the one made before of the same state."""
    path = HOME / f"{name}.json"
    if not again and path.exists():
        old = json.loads(path.read_text())
        if old.get("state") == state:
            return old["result"], True
    result = measure()
    path.write_text(json.dumps({"state": state, "result": result}))
    return result, False


def main():
    words = sys.argv[1:]
    folder = examples()
    entries = database(folder)
    sample = "sample-" if "--quick" in words else ""
    if sample:
        entries = entries[:: max(1, len(entries) // SAMPLE)]
    print(f"\n== Asio's own examples, as in Debian's libasio-doc: {len(entries)} sources\n")
    sources = hashlib.sha256(json.dumps(entries).encode()).hexdigest()
    tool = hashlib.sha256(TOOL.read_bytes()).hexdigest()

    syntax, old_syntax = kept(f"{sample}syntax", sources, "--again" in words, lambda: syntax_only(entries))
    linted, old_lint = kept(f"{sample}lint", sources + tool, "--again" in words, lambda: lint(entries))

    def named(path):
        return str(path).split("/examples/")[-1]

    for finding in linted["findings"]:
        print(textwrap.fill(f"{named(finding['file'])}:{finding['line']}: {finding['message']} [{finding['check']}]", 80,
                            initial_indent="  ", subsequent_indent="      ", break_long_words=False,
                            break_on_hyphens=False))
    by_check = {}
    for finding in linted["findings"]:
        by_check[finding["check"]] = by_check.get(finding["check"], 0) + 1
    print(f"\n  {len(linted['findings'])} findings" + "".join(f"; {n} {c}" for c, n in sorted(by_check.items())))

    failed = {named(entry["file"]) for entry in linted["failed"]}
    print(f"  {len(failed)} of {len(entries)} units do not compile here, and are reported as such" + (":" if failed else ""))
    for file, error in sorted(syntax["failed"].items()):
        print("    " + textwrap.shorten(f"{named(file)}: {error}", 76, placeholder=" ..."))
    for file in sorted(failed - {named(f) for f in syntax["failed"]}):
        fail(f"{file} compiles, and async-tidy could not analyse it")

    print(f"\n  {JOBS} at a time              wall        CPU")
    for name, result, old in (("clang -fsyntax-only", syntax, old_syntax), ("async-tidy", linted, old_lint)):
        print(f"  {name:<20}{result['wall']:8.1f} s {result['cpu']:8.1f} s" + ("   (measured before)" if old else ""))
    print(f"  ratio of CPU time              {linted['cpu'] / syntax['cpu']:8.2f} x\n")


main()
