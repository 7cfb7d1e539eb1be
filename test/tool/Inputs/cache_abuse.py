#!/usr/bin/env python3
# SPDX-FileCopyrightText: the async-tidy authors
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""cache_abuse.py CACHE KIND: spoils each entry in a way of KIND. cache_abuse.py CACHE kill COMMAND...: kills it, and so that nothing can be
cleaned up, as soon as a result is kept. cache_abuse.py CACHE together COMMAND...: four at once, which must say the same."""
import pathlib
import subprocess
import sys
import time

cache, kind = pathlib.Path(sys.argv[1]), sys.argv[2]


def entries():
    return [path for path in cache.glob("llvmcache-*") if not path.name.endswith(".tmp")]


def flipped(data):
    half = len(data) // 2
    return data[:half] + bytes([data[half] ^ 0xFF]) + data[half + 1:]


def workers_of(process):
    return pathlib.Path(f"/proc/{process}/task/{process}/children").read_text().split()


SPOILT = {
    "empty": lambda data: b"",
    "truncated": lambda data: data[:-3],
    "corrupted": flipped,
    "foreign": lambda data: data.replace(b"async-tidy-entry-1", b"async-tidy-entry-0", 1),
    "noise": lambda data: bytes(range(256)) * 4,
}
if kind == "kill":
    running = subprocess.Popen(sys.argv[3:])
    end = time.monotonic() + 120
    while len(entries()) < 2:
        assert time.monotonic() < end and running.poll() is None, "waited in vain"
        time.sleep(0.01)
    workers = workers_of(running.pid)
    running.kill()
    assert running.wait() == -9
    while any(pathlib.Path(f"/proc/{worker}").exists() for worker in workers):
        assert time.monotonic() < end, "a worker outlives the tool"
        time.sleep(0.01)
elif kind == "together":
    all_at_once = [subprocess.Popen(sys.argv[3:], stdout=subprocess.PIPE) for _ in range(4)]
    said = {running.communicate()[0] for running in all_at_once}
    assert len(said) == 1, said
    assert not list(cache.glob("*.tmp")), "a temporary file is left"
else:
    assert entries(), "nothing to spoil"
    for path in filter(lambda path: path.stat().st_size, entries()):
        path.write_bytes(SPOILT[kind](path.read_bytes()))
