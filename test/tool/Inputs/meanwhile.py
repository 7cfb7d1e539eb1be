#!/usr/bin/env python3
# SPDX-FileCopyrightText: the async-tidy authors
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""meanwhile.py TMPDIR FILE COMMAND...: adds a line to FILE while the command looks at its fixes, which it does with an overlay."""
import os
import pathlib
import signal
import subprocess
import sys
import time

folder, file = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
folder.mkdir(exist_ok=True)
running = subprocess.Popen(sys.argv[3:], env={**os.environ, "TMPDIR": str(folder)})
end = time.monotonic() + 120
while not list(folder.glob("*/overlay.yaml")):
    assert time.monotonic() < end and running.poll() is None, "it never looked at its fixes"
    time.sleep(0.001)
running.send_signal(signal.SIGSTOP)
with file.open("a", encoding="utf-8") as text:
    text.write("// somebody else was here\n")
running.send_signal(signal.SIGCONT)
sys.exit(running.wait(timeout=120))
