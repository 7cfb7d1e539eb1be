#!/usr/bin/env python3
# SPDX-FileCopyrightText: the async-tidy authors
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""kill_worker.py COMMAND...: kills its first worker, from outside; it must end with status 3. Prints what it said."""
import os
import pathlib
import signal
import subprocess
import sys
import time

running = subprocess.Popen(sys.argv[1:], stdout=subprocess.PIPE)
end = time.monotonic() + 60
while not (workers := pathlib.Path(f"/proc/{running.pid}/task/{running.pid}/children").read_text().split()):
    assert time.monotonic() < end and running.poll() is None, "waited in vain"
    time.sleep(0.002)
os.kill(int(workers[0]), signal.SIGKILL)
sys.stdout.buffer.write(running.communicate(timeout=120)[0])
assert running.returncode == 3, running.returncode
