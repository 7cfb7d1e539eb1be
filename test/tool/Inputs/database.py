#!/usr/bin/env python3
# SPDX-FileCopyrightText: the async-tidy authors
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""database.py DIR [--flags=FLAGS] [--compiler=CXX] FILE...: DIR becomes a project with a compile database of the FILEs."""
import json
import pathlib
import subprocess
import sys

folder = pathlib.Path(sys.argv[1]).resolve()
flags, compiler, names = "", "c++", []
for word in sys.argv[2:]:
    if word.startswith("--flags="):
        flags = word.split("=", 1)[1]
    elif word.startswith("--compiler="):
        compiler = word.split("=", 1)[1]
    else:
        names.append(word)
subprocess.run(["git", "init", "-q", str(folder)], check=True)
here = pathlib.Path(__file__).parent
entries = [{"directory": str(folder), "file": name,
            "command": f"{compiler} -std=c++20 {flags} -I{here} -c {name} -o {name}.o"} for name in names]
(folder / "compile_commands.json").write_text(json.dumps(entries, indent=1))
