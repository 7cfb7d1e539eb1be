#!/usr/bin/env python3
# SPDX-FileCopyrightText: the async-tidy authors
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Every source has its SPDX head, headers have #pragma once, no file is long without a reason at its top."""
import unittest

from project import files, text

CODE = (".h", ".cpp", ".py", ".cmake", "CMakeLists.txt", ".sh", ".yaml", ".in")
LONG = 600
COPYRIGHT = "SPDX-FileCopyrightText: the async-tidy authors"
LICENCE = "SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception"


class Files(unittest.TestCase):
    def test_spdx_heads(self):
        sources = files(suffixes=CODE) + [p for p in files("dev", "scripts", ".ci", suffixes=[""])]
        without = [str(p) for p in sources if not all(
            line in "\n".join(text(p).splitlines()[:6]) for line in (COPYRIGHT, LICENCE))]
        self.assertEqual([], [p for p in without if "/Inputs/" not in p and "patterns29" not in p])

    def test_headers_have_pragma_once(self):
        self.assertEqual([], [str(p) for p in files("checks", "tool", "runtime", suffixes=[".h"])
                              if "#pragma once" not in text(p)])

    def test_long_files_say_why(self):
        def reason(path):
            return any("long because" in line.lower() for line in text(path).splitlines()[:15])

        long = [f"{p}: {text(p).count(chr(10))} lines" for p in files(suffixes=(".h", ".cpp", ".py"))
                if text(p).count("\n") > LONG and not reason(p)]
        self.assertEqual([], long)


if __name__ == "__main__":
    unittest.main()
