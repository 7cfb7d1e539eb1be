#!/usr/bin/env python3
# SPDX-FileCopyrightText: the async-tidy authors
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Our own code is clean under async-tidy: checks, tool, the runtime and its examples.

The old service is left out: it is there to be found fault with. What was clean stays clean until something changes, so
a digest of everything that was read spares the second run. Each source is read without precompiled headers, which
proves that it includes what it needs, also when the build has them.
"""
import hashlib
import json
import shlex
import subprocess
import unittest

from project import BUILD, ROOT, files

TOOL = BUILD / "tool" / "async-tidy"
STAMP = BUILD / "own_code.clean"
OLD_SERVICE = "runtime/examples/legacy_service/"


def without_precompiled(command):
    words = shlex.split(command)
    for name in ("-include-pch", "-include"):
        while name in words:  # -Xclang NAME -Xclang FILE
            at = words.index(name)
            del words[at - 1:at + 3]
    return words


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
        for entry in entries:
            entry["arguments"] = without_precompiled(entry.pop("command"))
        database = BUILD / "own_code"
        database.mkdir(exist_ok=True)
        (database / "compile_commands.json").write_text(json.dumps(entries))
        built = {entry["file"] for entry in entries}
        units = [str(ROOT / p) for p in sources if str(ROOT / p) in built]
        self.assertGreater(len(units), 20, "the compile database has our sources")
        done = subprocess.run([TOOL, "-p", database, "--format=json", *units], cwd=ROOT, capture_output=True, text=True)
        self.assertIn(done.returncode, (0, 1), done.stderr)
        result = json.loads(done.stdout)
        counted = [f for f in result["findings"] if not f["suppressed"]]  # a NOLINT here gives its reason
        self.assertEqual([], [f"{f['file']}:{f['line']}: {f['message']} [{f['check']}]" for f in counted])
        self.assertEqual([], result["failed"])
        self.assertEqual(0, done.returncode, done.stderr)
        STAMP.write_text(now)


if __name__ == "__main__":
    unittest.main()
