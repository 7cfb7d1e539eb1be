#!/usr/bin/env python3
# SPDX-FileCopyrightText: the async-tidy authors
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""interrupt.py TMPDIR COMMAND...: interrupts it as soon as it has a worker; it dies of that, its worker too, and TMPDIR is empty again."""
import os
import pathlib
import signal
import subprocess
import sys
import time

place = pathlib.Path(sys.argv[1])
place.mkdir(parents=True, exist_ok=True)


def children(process):
    return pathlib.Path(f"/proc/{process}/task/{process}/children").read_text().split()


def wait_for(what):
    end = time.monotonic() + 60
    while not (got := what()):
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.01)
    return got


running = subprocess.Popen(sys.argv[2:], env={**os.environ, "TMPDIR": str(place)})
if "--fix" in sys.argv:  # once the fixes are written to be tried
    wait_for(lambda: list(place.glob("*/overlay.yaml")))
workers = wait_for(lambda: children(running.pid))
assert list(place.iterdir()), "it works in TMPDIR"
os.kill(running.pid, signal.SIGINT)
assert running.wait(60) == -signal.SIGINT, running.returncode
wait_for(lambda: not any(pathlib.Path(f"/proc/{worker}").exists() for worker in workers))
assert not list(place.iterdir()), list(place.iterdir())
