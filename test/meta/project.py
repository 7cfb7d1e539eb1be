# SPDX-FileCopyrightText: the async-tidy authors
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""What the meta-tests read: the tracked files, the register, the compile database."""
import concurrent.futures
import json
import os
import pathlib
import re
import shutil
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("ASYNC_TIDY_BUILD", ROOT / "build" / "dev"))
CLANG = shutil.which("clang++-22") or "clang++"


def files(*folders, suffixes=(".h", ".cpp")):
    """The sources of the folders, also those not yet committed; relative to the root."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *folders],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.splitlines()
    return [pathlib.Path(f) for f in sorted(set(listed)) if f.endswith(tuple(suffixes)) and (ROOT / f).exists()]


def text(path):
    return (ROOT / path).read_text(encoding="utf-8")


class Check:
    """One line of checks/Checks.def."""

    def __init__(self, name, klass, group, law, fix, since):
        self.name, self.klass, self.group, self.law, self.fix, self.since = name, klass, group, law, fix, since
        self.fault = name.removeprefix("async-")


def register():
    line = re.compile(r'^CHECK\("([^"]+)", (\w+), (\w+), "(L\d+)", (\w+), "([\d.]+)"\)', re.M)
    return [Check(*found) for found in line.findall(text("checks/Checks.def"))]


def flags_of(path):
    """The flags the build compiles a source with: includes, definitions, language; no inputs, no outputs."""
    for entry in json.loads((BUILD / "compile_commands.json").read_text()):
        if pathlib.Path(entry["file"]) == ROOT / path:
            words = entry["command"].split()
            keep, takes_next = [], False
            for word in words[1:]:
                if takes_next or word.startswith(("-I", "-D", "-f", "-std", "-isystem", "-W")):
                    keep.append(word.replace('\\"', '"'))
                    takes_next = not takes_next and word in ("-isystem", "-I", "-D")
            return keep
    raise AssertionError(f"{path} is not in {BUILD}/compile_commands.json")


OUT = BUILD / "meta"


def precompiled(name, headers, flags):
    """The flags with these headers compiled once, for sources that begin with them; as compile_all() has them."""
    OUT.mkdir(parents=True, exist_ok=True)
    source, made = OUT / f"{name}.h", OUT / f"{name}.pch"
    source.write_text("".join(f"#include {header}\n" for header in headers))
    subprocess.run([CLANG, "-std=c++20", *flags, "-fpch-instantiate-templates", "-x", "c++-header", str(source), "-o", str(made)], check=True)
    return [*flags, "-include-pch", str(made)]


def compile_all(units):
    """Compiles (name, source text, flags), several at a time and through ccache; gives name → what the compiler said."""
    out = OUT
    out.mkdir(parents=True, exist_ok=True)
    cached = [shutil.which("ccache")] if shutil.which("ccache") else []

    def one(unit):
        name, source, flags = unit
        stem = re.sub(r"\W", "_", name)
        path = out / f"{stem}.cpp"
        if not path.exists() or path.read_text() != source:
            path.write_text(source)
        cache = [] if "-include-pch" in flags else cached
        done = subprocess.run(
            [*cache, CLANG, "-std=c++20", *flags, "-c", str(path), "-o", str(out / f"{stem}.o")],
            capture_output=True, text=True,
        )
        return name, None if done.returncode == 0 else done.stderr

    jobs = int(os.environ.get("DEV_JOBS", os.cpu_count() or 1))
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        return dict(pool.map(one, units))
