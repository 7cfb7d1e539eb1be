#!/usr/bin/env python3
# SPDX-FileCopyrightText: the async-tidy authors
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Who may know whom (CONTRIBUTING.md, The rooms), by the includes; and who may spell a library's name."""
import re
import unittest

from project import files, text

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.M)
# What tool/ may know of checks/ besides clang-tidy's own interface: the register, the models, the summaries, what was
# missing.
OPEN_TO_TOOL = {"Checks.def", "support/Missing.h", "support/Models.h", "support/Settings.h", "support/Summaries.h", "support/TurnPlan.h"}
LIBRARIES = "boost|asio|folly|uv|libuv|cppcoro|unifex|seastar|stdexec|libevent|glib|aio"
LITERAL = re.compile(r'"((?:[^"\\\n]|\\.)*)"')


def includes(path):
    return [name for _, name in INCLUDE.findall(text(path))]


def without_comments(source):
    return re.sub(r'("(?:[^"\\\n]|\\.)*")|//[^\n]*|/\*.*?\*/', lambda m: m.group(1) or "", source, flags=re.S)


class Includes(unittest.TestCase):
    def refuse(self, paths, bad):
        """No include of the paths is bad(path, name)."""
        paths = list(paths)
        self.assertTrue(paths, "no file was looked at")
        self.assertEqual([], [f"{p}: {name}" for p in paths for name in includes(p) if bad(p, name)])

    def test_runtime_never_knows_llvm_nor_checks(self):
        own = {f"{p.relative_to('runtime/include')}" for p in files("runtime/include")}
        self.refuse(files("runtime"), lambda _, name: re.match(
            r"(clang|llvm|clang-tidy|support|checks|tool)/", name) is not None or "Check.h" in name)
        self.refuse(files("runtime/include"), lambda _, name: name.startswith("aio/") and name not in own)

    def test_a_check_knows_support_and_clang(self):
        def bad(path, name):
            if name.endswith("Check.h"):
                return name not in (f"{path.stem}.h", "clang-tidy/ClangTidyCheck.h", "support/UnitCheck.h")
            return name.startswith(("tool/", "../tool", "aio/"))

        self.refuse(files("checks/*Check.h", "checks/*Check.cpp"), bad)

    def test_support_knows_no_check(self):
        self.refuse(files("checks/support"), lambda _, name: name.startswith(("tool/", "../tool", "aio/")) or (
            name.endswith("Check.h") and name not in ("clang-tidy/ClangTidyCheck.h", "support/UnitCheck.h", "UnitCheck.h")))

    def test_checks_never_know_tool(self):
        local = {p.name for p in files("tool", suffixes=[".h"])} - {p.name for p in files("checks", suffixes=[".h"])}
        self.refuse(files("checks"), lambda _, name: name in local or name.startswith("tool/"))

    def test_tool_knows_checks_through_few_doors(self):
        inner = {str(p.relative_to("checks")) for p in files("checks", suffixes=[".h", ".def"])} - OPEN_TO_TOOL
        self.refuse(files("tool"), lambda _, name: name in inner)

    def test_reports_know_findings_only(self):
        others = {p.name for p in files("tool", suffixes=[".h"]) if p.parent.name == "tool"} - {"Findings.h"}
        self.refuse(files("tool/report"), lambda _, name: name.split("/")[-1] in others)

    def test_only_models_spell_library_names(self):
        found = []
        for path in files("checks", "tool"):
            for literal in LITERAL.findall(without_comments(text(path))):
                if re.search(rf"(?<![\w-])(?:{LIBRARIES})(?:::|_)\w", literal) or re.fullmatch(LIBRARIES, literal):
                    found.append(f'{path}: "{literal}"')
        self.assertEqual([], found)


if __name__ == "__main__":
    unittest.main()
