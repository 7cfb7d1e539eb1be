#!/usr/bin/env python3
# SPDX-FileCopyrightText: the async-tidy authors
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Every header compiles alone. One that a source includes before all else has been compiled so by the build, or
was read so by own_code.py, where the build has precompiled headers."""
import re
import unittest

from project import ROOT, compile_all, files, flags_of, text

# Pieces of one header that only it includes carry this suffix.
PIECE = ".inc.h"


def first_includes(folder):
    for source in files(folder, suffixes=[".cpp"]):
        first = re.search(r'^#include\s+(?:"([^"]+)")?', text(source), re.M)
        if first and first[1]:
            yield first[1]


class Headers(unittest.TestCase):
    def alone(self, headers, flags):
        headers = [h for h in headers if not h.name.endswith(PIECE)]
        self.assertTrue(headers)
        said = compile_all((f"alone/{h}", f'#include "{ROOT / h}"\n', flags) for h in headers)
        self.assertEqual({}, {name: text for name, text in said.items() if text})

    def rest_alone(self, folder, flags, sources=None):
        built = set(first_includes(sources or folder))
        headers = files(folder, suffixes=[".h"])
        rest = [h for h in headers if not any(f"/{h}".endswith(f"/{name}") for name in built)]
        self.assertLess(len(rest), len(headers))
        if rest:
            self.alone(rest, flags)

    def test_runtime(self):
        self.rest_alone("runtime/include", [f"-I{ROOT}/runtime/include", "-Wno-pragma-once-outside-header"], sources="runtime/src")

    def test_checks(self):
        self.rest_alone("checks", flags_of("checks/Module.cpp"))

    def test_tool(self):
        self.rest_alone("tool", flags_of("tool/main.cpp"))


if __name__ == "__main__":
    unittest.main()
