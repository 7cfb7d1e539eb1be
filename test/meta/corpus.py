#!/usr/bin/env python3
# SPDX-FileCopyrightText: the async-tidy authors
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The corpus of test/libraries is large enough to mean something, and says as much about silence as about findings.

Marked with a finding: a line that a CHECK-MESSAGES names with a warning. Marked silent: a function named `…_ok`; a finding in
one fails its test, as every finding without a CHECK-MESSAGES does.
"""
import collections
import re
import unittest

from project import ROOT, files

FINDING = re.compile(r"CHECK-MESSAGES\S*: .*\b(?:warning|error): ")
SILENT = re.compile(r"\b(\w+_ok)\b")
AT_LEAST = 200


class Corpus(unittest.TestCase):
    def setUp(self):
        self.found, self.silent = collections.Counter(), collections.Counter()
        for path in files("test/libraries", suffixes=[".cpp", ".c"]):
            library, text = path.parts[2], (ROOT / path).read_text(encoding="utf-8")
            self.found[library] += len(FINDING.findall(text))
            self.silent[library] += len(set(SILENT.findall(text)))

    def test_is_large_on_both_sides(self):
        print(f"{self.found.total()} lines with a finding, {self.silent.total()} functions that stay silent")
        self.assertGreaterEqual(self.found.total(), AT_LEAST)
        self.assertGreaterEqual(self.silent.total(), AT_LEAST)

    def test_each_library_has_both(self):
        for library in self.found:
            with self.subTest(library):
                self.assertGreater(self.found[library], 0)
                self.assertGreater(self.silent[library], 0)


if __name__ == "__main__":
    unittest.main()
