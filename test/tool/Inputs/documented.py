#!/usr/bin/env python3
# SPDX-FileCopyrightText: the async-tidy authors
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""documented.py PAGE TEXT: prints the one code block of the page that has the text: what is documented is what is tested."""
import pathlib
import re
import sys

page, wanted = pathlib.Path(sys.argv[1]), sys.argv[2]
blocks = [block for block in re.findall(r"^```\w*\n(.*?)^```$", page.read_text(encoding="utf-8"), re.S | re.M) if wanted in block]
assert len(blocks) == 1, f"{len(blocks)} blocks of {page} have '{wanted}'"
print(blocks[0], end="")
