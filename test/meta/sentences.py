#!/usr/bin/env python3
# SPDX-FileCopyrightText: the async-tidy authors
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The first sentence of a check is the same, word for word, in its header, its page and the changelog."""
import re
import unittest

from project import register, text


def sentence_of_page(page):
    """The first paragraph under the title, on one line."""
    paragraphs = [" ".join(p.split()) for p in re.split(r"\n\s*\n", page) if p.strip()]
    return paragraphs[1]


def first_sentence(words):
    return re.match(r"(.*?\.)(?=\s|$)", " ".join(words.split())).group(1)


def sentence_of_header(header):
    """The comment right above the class, up to its first full stop."""
    comments = re.findall(r"((?:^///?.*\n)+)(?=class )", header, re.M)
    if not comments:
        raise AssertionError("no comment above the class")
    return first_sentence(re.sub(r"^///? ?", "", comments[-1], flags=re.M))


def sentence_of_changelog(name, changelog):
    entry = re.search(rf"^- `{name}`: (.*?)(?=^- |^#|^\s*$)", changelog, re.M | re.S)
    return " ".join(entry.group(1).split()) if entry else None


class Sentences(unittest.TestCase):
    maxDiff = None

    def test_three_places_agree(self):
        for check in register():
            with self.subTest(check.name):
                page = text(f"docs/checks/{check.fault}.md")
                sentence = first_sentence(sentence_of_page(page))
                self.assertTrue(page.startswith(f"# {check.name}\n"), "the title is the check's name")
                self.assertRegex(sentence, r"^[A-Z][a-z]+s ", "starts with a verb, present tense")
                self.assertNotRegex(sentence, r"(?i)this check")
                self.assertEqual(sentence, sentence_of_header(text(f"checks/{check.klass}.h")))
                self.assertEqual(sentence, sentence_of_changelog(check.name, text("CHANGELOG.md")))

    def test_pages_name_their_law(self):
        for check in register():
            with self.subTest(check.name):
                self.assertRegex(text(f"docs/checks/{check.fault}.md"), rf"\b{check.law}\b")


if __name__ == "__main__":
    unittest.main()
