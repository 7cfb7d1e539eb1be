#!/usr/bin/env python3
# SPDX-FileCopyrightText: the async-tidy authors
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""worked_example.py DOCS DIR: writes the header, the model and the program of the worked example of docs/models.md into DIR, and what
the page says that is found there into DIR/said."""
import pathlib
import re
import sys

text = pathlib.Path(sys.argv[1]).read_text(encoding="utf-8")
folder = pathlib.Path(sys.argv[2])
blocks = re.findall(r"^```\w*\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def block(start):
    return next(b for b in blocks if b.startswith(start))


(folder / "pulse.h").write_text("#pragma once\n#include <functional>\n" + block("namespace pulse {"))
(folder / ".async-tidy.yaml").write_text(block("library: pulse"))
(folder / "service.cpp").write_text(block('#include "pulse.h"'))
(folder / "said").write_text(block("service.cpp:"))
