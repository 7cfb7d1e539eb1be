#!/usr/bin/env python3
# SPDX-FileCopyrightText: the async-tidy authors
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""What the README shows is what the tool says: its first bug, warning and fix; and its links lead somewhere."""
import json
import re
import subprocess
import tempfile
import pathlib
import unittest

from project import BUILD, ROOT, files, text


def block(kind):
    """The first fenced block of a kind."""
    return re.search(rf"^```{kind}\n(.*?)^```", text("README.md"), re.M | re.S).group(1)


class Readme(unittest.TestCase):
    def test_first_example_is_real(self):
        with tempfile.TemporaryDirectory() as home:
            unit = pathlib.Path(home) / "server.cpp"
            unit.write_text(block("cpp"))
            (pathlib.Path(home) / "compile_commands.json").write_text(json.dumps([{
                "directory": home, "file": str(unit),
                "arguments": ["clang++", "-std=c++20", f"-I{ROOT}/runtime/include", "-c", str(unit)]}]))

            def tidy(*words):
                return subprocess.run([BUILD / "tool" / "async-tidy", *words], cwd=home, capture_output=True, text=True)

            said = tidy()
            self.assertEqual(1, said.returncode, said.stderr)
            spoken = [line for line in said.stdout.splitlines() if line.startswith("server.cpp:")]
            self.assertEqual(block("text").splitlines(), spoken)
            diff = tidy("--fix-dry-run").stdout.splitlines()
            self.assertEqual(block("diff").splitlines(), [d for d in diff if re.match(r"[-+](?![-+])", d)])

    def test_product_is_in_the_first_twenty_lines(self):
        first = "\n".join(text("README.md").splitlines()[:20])
        self.assertTrue(all(f"```{kind}" in first for kind in ("cpp", "text", "diff")))

    def test_links_lead_somewhere(self):
        lost = []
        for page in files(suffixes=[".md"]):
            prose = re.sub(r"^```.*?^```|`[^`\n]*`", "", text(page), flags=re.M | re.S)  # a lambda is no link
            for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", prose):
                if not re.match(r"https?:|mailto:", target) and not (ROOT / page.parent / target).exists():
                    lost.append(f"{page}: {target}")
        self.assertEqual([], lost)


if __name__ == "__main__":
    unittest.main()
