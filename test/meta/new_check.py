#!/usr/bin/env python3
# SPDX-FileCopyrightText: the async-tidy authors
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""`./dev new-check` makes a whole room, in a copy of the tree, and refuses bad names and names that are taken."""
import pathlib
import shutil
import subprocess
import tempfile
import unittest

from project import ROOT, files

PLACES = ["checks/LostWakeupCheck.h", "checks/LostWakeupCheck.cpp", "docs/checks/lost-wakeup.md",
          "test/checks/lost-wakeup/warn.cpp", "test/checks/lost-wakeup/silent.cpp", "test/checks/lost-wakeup/fix.cpp",
          "test/models/lost-wakeup.cpp"]


class NewCheck(unittest.TestCase):
    def setUp(self):
        self.home = tempfile.TemporaryDirectory()
        self.addCleanup(self.home.cleanup)
        self.root = pathlib.Path(self.home.name)
        for path in files("checks", "scripts", "test/meta", "docs", "CMakeLists.txt", "CHANGELOG.md", suffixes=[""]):
            (self.root / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / path, self.root / path)

    def new_check(self, *words):
        return subprocess.run(["python3", self.root / "scripts/new_check.py", *words], capture_output=True, text=True)

    def test_room_is_whole_and_failing(self):
        done = self.new_check("lost-wakeup")
        self.assertEqual((0, ""), (done.returncode, done.stderr))
        self.assertEqual([], [place for place in PLACES if not (self.root / place).exists()])
        for place, line in (("checks/Checks.def", 'CHECK("async-lost-wakeup", LostWakeupCheck, bug, "L0", safe, "0.1.0")'),
                            ("checks/CMakeLists.txt", "  LostWakeupCheck.cpp"),
                            ("checks/Module.cpp", '#include "LostWakeupCheck.h"')):
            self.assertIn(line, (self.root / place).read_text().splitlines())
        again = self.new_check("async-lost-wakeup")
        self.assertEqual(2, again.returncode)
        self.assertIn("'async-lost-wakeup' exists: checks/Checks.def", again.stderr)

    def test_bad_names_are_refused(self):
        for name in ("Lost", "lost_wakeup", "lost--wakeup", "no-sleep", "check-locks", "l33t", "../x", ""):
            with self.subTest(name):
                done = self.new_check(name)
                self.assertEqual(2, done.returncode)
                self.assertEqual(1, done.stderr.count("\n"))


if __name__ == "__main__":
    unittest.main()
