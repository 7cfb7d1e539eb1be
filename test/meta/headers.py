#!/usr/bin/env python3
# SPDX-FileCopyrightText: the async-tidy authors
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Every header compiles alone."""
import unittest

from project import ROOT, compile_all, files, flags_of

# Pieces of one header that only it includes carry this suffix.
PIECE = ".inc.h"


class Headers(unittest.TestCase):
    def alone(self, headers, flags):
        headers = [h for h in headers if not h.name.endswith(PIECE)]
        self.assertTrue(headers)
        said = compile_all((f"alone/{h}", f'#include "{ROOT / h}"\n', flags) for h in headers)
        self.assertEqual({}, {name: text for name, text in said.items() if text})

    def test_runtime(self):
        self.alone(files("runtime/include", suffixes=[".h"]),
                   [f"-I{ROOT}/runtime/include", "-Wno-pragma-once-outside-header"])

    def test_checks(self):
        self.alone(files("checks", suffixes=[".h"]), flags_of("checks/Module.cpp"))

    def test_tool(self):
        self.alone(files("tool", suffixes=[".h"]), flags_of("tool/main.cpp"))


if __name__ == "__main__":
    unittest.main()
