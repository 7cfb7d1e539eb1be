#!/usr/bin/env python3
# SPDX-FileCopyrightText: the async-tidy authors
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Every line of checks/Checks.def has its room, and every room has its line."""
import unittest

from project import ROOT, files, register, text

GROUPS = {"bug", "hazard", "style"}
# As the register has it, and as the table of the laws does.
FIXES = {"safe": "safe", "suggested": "suggested", "both": "safe, suggested", "none": "none"}


class Rooms(unittest.TestCase):
    def test_register_is_read_whole(self):
        self.assertEqual(len(register()), text("checks/Checks.def").count("\nCHECK("))
        self.assertGreater(len(register()), 0)

    def test_each_check_has_its_places(self):
        for check in register():
            with self.subTest(check.name):
                self.assertEqual(
                    "".join(word.capitalize() for word in check.fault.split("-")) + "Check", check.klass)
                self.assertIn(check.group, GROUPS)
                self.assertIn(check.fix, FIXES)
                self.assertIn(f"| **{check.law}** ", text("docs/laws.md"))
                wanted = [f"checks/{check.klass}.h", f"checks/{check.klass}.cpp", f"docs/checks/{check.fault}.md",
                          f"test/models/{check.fault}.cpp"]
                wanted += [f"test/checks/{check.fault}/{kind}.cpp" for kind in ("warn", "silent")]
                if check.fix in ("safe", "both"):
                    wanted.append(f"test/checks/{check.fault}/fix.cpp")
                self.assertEqual([], [place for place in wanted if not (ROOT / place).exists()])
                self.assertIn(f"{check.klass}.cpp", text("checks/CMakeLists.txt"))
                self.assertIn(f"| [`{check.name}`](checks/{check.fault}.md) | {check.law} | {check.group} | {FIXES[check.fix]} |",
                              text("docs/laws.md"))

    def test_each_room_has_its_line(self):
        faults = {check.fault for check in register()}
        classes = {check.klass for check in register()}
        self.assertEqual(faults, {page.stem for page in files("docs/checks", suffixes=[".md"])})
        self.assertEqual(faults, {path.parts[2] for path in files("test/checks")} - {"README.md"})
        self.assertEqual(faults, {path.stem for path in files("test/models")})
        self.assertEqual(classes, {path.stem for path in files("checks/*Check.h") if path.parent.name == "checks"})


if __name__ == "__main__":
    unittest.main()
