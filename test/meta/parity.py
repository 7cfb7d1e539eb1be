#!/usr/bin/env python3
# SPDX-FileCopyrightText: the async-tidy authors
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""docs/aio/parity.md accounts for every behaviour of asyncio: a test that keeps it, or the reason it is not kept.

A row is `| ID | behaviour | kept by |`. The last cell names tests in backticks, or starts with one of `differs:`,
`not observable:`, `missing`. A test that is named exists and cites the row: in the comment above it, behind it, or
inside it.
"""
import collections
import re
import unittest

from project import files, text

PAGE = "docs/aio/parity.md"
FLOOR = 0.95
# How many behaviours the catalogue has, by letter. Numbers start anew at each section, hence the gaps.
CATALOGUE = {
    "R": "1-45", "N": "1-26", "L": "1-54", "G": "1-16", "F": "1-16", "T": "1-20", "C": "1-18", "E": "1-9",
    "X": "1-3 10-20 30-36 40-50 60-74 80-85 90-95", "TG": "1-26", "B": "1-7",
    "P": "1-7 10-13 20-28 30-35 40-47 50-58", "S": "1-7 10-12 16-22 25-28 30-36 40-42 50-54", "U": "1-12",
}
ID = r"(?:TG|[RNLGFTCEXBPSU])-\d\d"
TEST = re.compile(r"^\s*(?:TYPED_)?TEST(?:_[FP])?\(\s*(\w+)\s*,\s*(\w+)\s*\)", re.M)


def catalogue():
    for letter, spans in CATALOGUE.items():
        for span in spans.split():
            first, last = map(int, (span.split("-") * 2)[:2])
            for number in range(first, last + 1):
                yield f"{letter}-{number:02}"


def cited(comment):
    """The ids in a comment; `R-01 … R-04` is all four."""
    found = set(re.findall(ID, comment))
    for letter, first, last in re.findall(r"([A-Z]+)-(\d\d) … \1-(\d\d)", comment):
        found |= {f"{letter}-{number:02}" for number in range(int(first), int(last) + 1)}
    return found


def tests():
    """Suite.Test → the ids its comments cite."""
    found = {}
    for path in files("test/runtime", suffixes=[".cpp"]):
        source = text(path)
        starts = list(TEST.finditer(source))
        for begin, end in zip(starts, [*starts[1:], None]):
            above = re.search(r"(?:^[ \t]*//[^\n]*\n)*\Z", source[: begin.start()], re.M).group()
            body = source[begin.start(): end.start() if end else len(source)]
            if end:  # the comment right above the next test is the next test's
                body = re.sub(r"(?:^[ \t]*//[^\n]*\n)*\Z", "", body, flags=re.M)
            comments = above + "\n".join(re.findall(r"//[^\n]*", body))
            found.setdefault(f"{begin.group(1)}.{begin.group(2)}", set()).update(cited(comments))
    return found


def rows():
    line = re.compile(rf"^\| ({ID}) \| (.+?) \| (.+?) \|$", re.M)
    return [match.groups() for match in line.finditer(text(PAGE))]


def verdict(cell):
    for word in ("differs:", "not observable:", "missing"):
        if cell.startswith(word):
            return word.rstrip(":")
    return "kept"


class Parity(unittest.TestCase):
    def test_every_row_appears_once(self):
        ids = [row for row, _, _ in rows()]
        self.assertEqual([], [row for row, count in collections.Counter(ids).items() if count > 1], "twice")
        self.assertEqual([], sorted(set(catalogue()) - set(ids)), "not on the page")
        self.assertEqual([], sorted(set(ids) - set(catalogue())), "not in the catalogue")
        for line in text(PAGE).splitlines():
            if re.match(rf"^\|\s*{ID}\b", line):
                self.assertRegex(line, rf"^\| {ID} \| [^|]+ \| [^|]+ \|$", "not a row of three cells")

    def test_every_test_exists_and_cites_its_row(self):
        known = tests()
        wrong = []
        for row, _, cell in rows():
            names = re.findall(r"`(\w+\.\w+)`", cell)
            if verdict(cell) == "kept" and not names:
                wrong.append(f"{row}: neither a test nor a reason")
            for name in names:
                if name not in known:
                    wrong.append(f"{row}: there is no test {name}")
                elif row not in known[name]:
                    wrong.append(f"{row}: {name} does not cite it")
        self.assertEqual([], wrong)

    def test_every_test_named_on_other_pages_exists(self):
        known = tests()
        for page in files("docs/aio", suffixes=[".md"]):
            # a suite in backticks, with a dot and a sentence: `EventLoop.RefusesToNest`
            named = set(re.findall(r"`([A-Z]\w+\.[A-Z]\w+)`", text(page)))
            self.assertEqual([], sorted(named - set(known)), page)

    def test_reasons_are_given(self):
        short = [row for row, _, cell in rows()
                 if verdict(cell) in ("differs", "not observable") and len(cell.split(":", 1)[1].split()) < 3]
        self.assertEqual([], short)

    def test_enough_is_kept(self):
        count = collections.defaultdict(collections.Counter)
        for row, _, cell in rows():
            count[row.split("-")[0]][verdict(cell)] += 1
        total = sum(count.values(), collections.Counter())
        words = ["kept", "differs", "missing", "not observable"]
        for name, found in [*count.items(), ("all", total)]:
            print(f"{name:4}", ", ".join(f"{found[word]} {word}" for word in words))
        observable = total["kept"] + total["differs"] + total["missing"]
        self.assertGreaterEqual(total["kept"] / max(1, observable), FLOOR)
        self.assertIn(f"{total['kept']} of {observable}", text(PAGE), "the page's own count")


if __name__ == "__main__":
    unittest.main()
