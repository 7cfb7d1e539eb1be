#!/usr/bin/env python3
# SPDX-FileCopyrightText: the async-tidy authors
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The programs of test/migrate are many, each folder of them is run, and few suggested fixes are refused.

That each program says the truth about itself is what its own test proves (test/migrate/run.py).
"""
import collections
import re
import unittest

from project import ROOT, files, text

AT_LEAST, MADE = 150, 0.9


class Migrate(unittest.TestCase):
    def setUp(self):
        self.programs = {path: text(path).split("//--- ")[0] for path in files("test/migrate", suffixes=[".cpp"])}

    def test_are_many_and_few_are_refused(self):
        count = collections.Counter()
        for head in self.programs.values():
            refused = re.search(r"^// Refused: (.*)$", head, re.M)
            count[re.search(r"^// Fix: (\w+)$", head, re.M)[1], bool(refused)] += 1
        print(", ".join(f"{number} {kind} {'refused' if refused else 'made'}" for (kind, refused), number in sorted(count.items())))
        self.assertGreaterEqual(count.total(), AT_LEAST)
        made, refused = count["suggested", False], count["suggested", True]
        self.assertGreaterEqual(made, MADE * (made + refused))

    def test_each_folder_is_run(self):
        for folder in sorted({path.parent for path in self.programs}):
            with self.subTest(folder.name):
                self.assertIn(f"%S/{folder.name} ", (ROOT / folder.with_suffix(".test")).read_text())


if __name__ == "__main__":
    unittest.main()
