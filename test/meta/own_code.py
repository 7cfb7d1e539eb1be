#!/usr/bin/env python3
# SPDX-FileCopyrightText: the async-tidy authors
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Our own code is clean under async-tidy: checks, tool, the runtime and its examples.

The old service is left out: it is there to be found fault with. What was clean stays clean until something changes, so
a digest of everything that was read spares the second run. Where the build has precompiled headers, each source that
does not include all of them itself is parsed without them, which proves that it includes what it needs.
"""
import hashlib
import json
import pathlib
import re
import shlex
import shutil
import subprocess
import unittest

from project import BUILD, ROOT, files

TOOL = BUILD / "tool" / "async-tidy"
STAMP = BUILD / "own_code.clean"
SCANNER = shutil.which("clang-scan-deps-22") or "clang-scan-deps"
OLD_SERVICE = "runtime/examples/legacy_service/"


def precompiled_of(words):
    """The headers that a command has precompiled."""
    for word in words:
        if word.endswith("/cmake_pch.hxx"):
            return re.findall(r"#include <([^>]+)>", pathlib.Path(word).read_text())
    return []


def without_precompiled(words):
    words = list(words)
    for name in ("-include-pch", "-include"):
        while name in words:  # -Xclang NAME -Xclang FILE
            at = words.index(name)
            del words[at - 1:at + 3]
    return words


def leaning(entries, precompiled):
    """The sources that get from the precompiled headers what they do not include, as far as their includes tell."""
    database = BUILD / "own_code" / "leaning.json"
    asked = [{**entry, "arguments": [word for word in entry["arguments"] if not word.endswith("ccache")]}
             for entry in entries if entry["file"] in precompiled]
    database.write_text(json.dumps(asked))
    done = subprocess.run([SCANNER, "-compilation-database", database], capture_output=True, text=True, check=True)
    read = {}
    for rule in done.stdout.replace("\\\n", " ").splitlines():
        source, *headers = rule.partition(": ")[2].split() or [""]
        read[source] = headers
    return {entry["file"] for entry in asked
            if not all(any(header.endswith(f"/{wanted}") for header in read.get(entry["file"], [])) for wanted in precompiled[entry["file"]])}


def digest(sources):
    state = hashlib.sha256()
    for path in [TOOL, BUILD / "compile_commands.json", *(ROOT / p for p in sources)]:
        state.update(str(path).encode() + b"\0" + path.read_bytes())
    return state.hexdigest()


class OwnCode(unittest.TestCase):
    maxDiff = None

    def test_no_findings(self):
        sources = [p for p in files("checks", "tool", "runtime") if not str(p).startswith(OLD_SERVICE)]
        now = digest(sources)
        if STAMP.exists() and STAMP.read_text() == now:
            return
        entries = json.loads((BUILD / "compile_commands.json").read_text())
        precompiled = {}
        for entry in entries:
            words = shlex.split(entry.pop("command"))
            if headers := precompiled_of(words):
                precompiled[entry["file"]] = headers
            entry["arguments"] = without_precompiled(words)
        database = BUILD / "own_code"
        database.mkdir(exist_ok=True)
        (database / "compile_commands.json").write_text(json.dumps(entries))
        built = {entry["file"] for entry in entries}
        units = [str(ROOT / p) for p in sources if str(ROOT / p) in built]
        self.assertGreater(len(units), 20, "the compile database has our sources")
        self.clean(database, units, "--scan")
        # The scan does not parse what has no loop.
        if leaned := leaning(entries, precompiled) & set(units):
            self.clean(database, sorted(leaned))
        STAMP.write_text(now)

    def clean(self, database, units, *words):
        done = subprocess.run([TOOL, "-p", database, "--format=json", *words, *units], cwd=ROOT, capture_output=True, text=True)
        self.assertIn(done.returncode, (0, 1, 3), done.stderr)
        result = json.loads(done.stdout)
        counted = [f for f in result["findings"] if not f["suppressed"]]  # a NOLINT here gives its reason
        self.assertEqual([], [f"{f['file']}:{f['line']}: {f['message']} [{f['check']}]" for f in counted])
        self.assertEqual([], result["failed"])
        self.assertEqual(0, done.returncode, done.stderr)


if __name__ == "__main__":
    unittest.main()
