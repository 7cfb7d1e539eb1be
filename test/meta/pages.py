#!/usr/bin/env python3
# SPDX-FileCopyrightText: the async-tidy authors
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The C++ in the documents compiles: each block marked cpp is a program's piece of its own.

A block gets the includes below; one that speaks of a library gets that library's header too.
"""
import re
import unittest

from project import ROOT, compile_all, files, precompiled, text

STD = ("atomic chrono csignal cstdio filesystem functional future iostream map memory mutex optional stdexcept string "
       "string_view thread utility vector").split()
LIBRARIES = [(r"\buv_", "<uv.h>"), (r"\bboost::asio::", "<boost/asio.hpp>"), (r"(?<!::)\basio::", "<asio.hpp>")]
FLAGS = [f"-I{ROOT}/runtime/include", "-w", "-DASIO_STANDALONE", "-pthread"]


def blocks(path):
    for found in re.finditer(r"^```cpp\n(.*?)^```", text(path), re.M | re.S):
        yield text(path)[: found.start()].count("\n") + 1, found.group(1)


class Pages(unittest.TestCase):
    def test_blocks_compile(self):
        std, aio = [f"<{name}>" for name in STD], ["<aio/aio.h>", "<aio/legacy.h>"]
        with_aio = precompiled("pages", std + aio, FLAGS)
        units = []
        for page in files("docs", "README.md", suffixes=[".md"]):
            for line, block in blocks(page):
                speaks_of_aio = re.search(r"\baio\b", block)
                heads = std + (aio if speaks_of_aio else [])
                heads += [head for pattern, head in LIBRARIES if re.search(pattern, block)]
                source = "".join(f"#include {head}\n" for head in heads) + f'#line {line + 1} "{page}"\n{block}'
                units.append((f"{page}:{line}", source, with_aio if speaks_of_aio else FLAGS))
        self.assertTrue(units)
        self.assertEqual({}, {name: said for name, said in compile_all(units).items() if said})

    def test_pages_have_their_parts(self):
        parts = ["Bad", "Good", "What happens", "Why", "Stays silent when", "False and missed alarms", "Options", "Fix",
                 "Silencing", "Since"]
        for page in files("docs/checks", suffixes=[".md"]):
            with self.subTest(str(page)):
                self.assertEqual(parts, [h for h in re.findall(r"^#{2,3} (.+?)\s*$", text(page), re.M) if h in parts])


if __name__ == "__main__":
    unittest.main()
