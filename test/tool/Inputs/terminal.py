#!/usr/bin/env python3
# SPDX-FileCopyrightText: the async-tidy authors
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""terminal.py COMMAND...: runs it on a terminal and prints what it wrote there, control characters spelled out."""
import os
import pty
import sys

def main():
    said = []
    child, handle = pty.fork()
    if child == 0:
        os.environ["TERM"] = "xterm"
        os.execvp(sys.argv[1], sys.argv[1:])
    while True:
        try:
            if not (data := os.read(handle, 1 << 16)):
                break
        except OSError:  # the other end is closed
            break
        said.append(data)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    text = b"".join(said).decode().replace("\r\n", "\n")
    print(text.replace("\r", "<CR>").replace("\x1b", "<ESC>"))
    sys.exit(status)


main()
