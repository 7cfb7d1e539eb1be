# SPDX-FileCopyrightText: the async-tidy authors
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Echo servers under load, for bench_runtime.py.

Server and load share one core: the second one comes and goes, and where both are there the figures of one server have two
values. What counts is the CPU time of the server per round trip, kernel included.
"""
import contextlib
import json
import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[1]
PROGRAMS = ROOT / "build" / "bench" / "runtime" / "bench"
PYTHON = ["/usr/bin/python3", str(ROOT / "runtime" / "bench" / "asyncio_echo.py")]
SERVERS = {"floor": [PROGRAMS / "epoll_echo"], "aio": [PROGRAMS / "aio_echo"], "Asio": [PROGRAMS / "asio_echo"],
           "libuv": [PROGRAMS / "uv_echo"], "asyncio": PYTHON, "uvloop": [*PYTHON, "--uvloop"]}
CORE = max(os.sched_getaffinity(0))


def start(command, **options):
    return subprocess.Popen([str(word) for word in command], stdout=subprocess.PIPE, text=True,
                            preexec_fn=lambda: os.sched_setaffinity(0, {CORE}), **options)


@contextlib.contextmanager
def server(column):
    process = start(SERVERS[column])
    try:
        port = process.stdout.readline().strip()
        if not port.isdigit():
            sys.exit(f"bench: the echo server of {column} did not say its port")
        yield process, port
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def measure(column, size, connections, seconds):
    """Nanoseconds of the server's CPU per round trip."""
    with server(column) as (process, port):
        load = start([PROGRAMS / "echo_load", port, size, connections, max(seconds, 0.2)],
                     env={**os.environ, "SERVER_PID": str(process.pid)})
        said, _ = load.communicate(timeout=120)
        if load.returncode != 0:
            sys.exit(f"bench: the load on {column} ended with {load.returncode}")
        result = json.loads(said)
        if result["round_trips"] == 0:
            sys.exit(f"bench: nothing came back from the echo server of {column}")
        return result["server_ns"] / result["round_trips"]


def resident_bytes(pid):
    return int(pathlib.Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGESIZE")


def idle_bytes(column, connections=1000):
    """Of the server's memory, per connection that has echoed a byte and now waits."""
    with server(column) as (process, port):
        before = resident_bytes(process.pid)
        load = start([PROGRAMS / "echo_load", port, 1, connections, "idle"], stdin=subprocess.PIPE)
        if load.stdout.readline() != "ready\n":
            sys.exit(f"bench: the load on {column} did not get ready")
        after = resident_bytes(process.pid)
        load.communicate(timeout=60)
        return (after - before) / connections
