#!/usr/bin/env python3
# SPDX-FileCopyrightText: the async-tidy authors
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""redis_cache.py ASYNC-TIDY: in a project of two units with a finding each, against a server of its own on loopback."""
import contextlib
import json
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time

TOOL = sys.argv[1]
# One program under two names; redis-tools has it under the second, and starts no service when it is installed.
SERVER = shutil.which("redis-server") or shutil.which("redis-check-rdb")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def server(*options):
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        running = subprocess.Popen(
            ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", folder, *options],
            executable=SERVER, stdout=subprocess.DEVNULL)
        try:
            end = time.monotonic() + 30
            while True:
                with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                    break
                assert time.monotonic() < end and running.poll() is None, "no redis-server"
                time.sleep(0.02)
            yield port
        finally:
            running.kill()
            running.wait()


@contextlib.contextmanager
def silent_server():
    """Takes connections and never says a word."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(8)
        yield listening.getsockname()[1]


@contextlib.contextmanager
def leaving_server():
    """Says that it knows nothing, once to each client, and hangs up."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(8)

        def serve():
            with contextlib.suppress(OSError):
                while True:
                    client, _ = listening.accept()
                    client.recv(1)
                    client.sendall(b"$-1\r\n")
                    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
                    client.close()

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield listening.getsockname()[1]
        listening.shutdown(socket.SHUT_RDWR)
        thread.join()


def run(folder, *words):
    """(cached, the report without times, what was said beside it)"""
    done = subprocess.run([TOOL, f"--cache={folder}", "--format=json", "--statistics", *words], capture_output=True, text=True, check=False)
    assert done.returncode == 1, (done.returncode, done.stderr)
    report = json.loads(done.stdout)
    del report["stats"]["seconds"], report["stats"]["times"], report["stats"]["slowest"]
    return report["stats"].pop("cached"), json.dumps(report), done.stderr


def fresh(name):
    shutil.rmtree(name, ignore_errors=True)
    return name


def quiet(got, cached):
    assert got[0] == cached and not got[2], got
    return got[1]


cold = quiet(run(fresh("one")), 0)
with server() as port:
    shared = f"--cache=redis://127.0.0.1:{port}"
    assert quiet(run(fresh("one"), shared), 0) == cold
    assert quiet(run(fresh("two"), shared), 2) == cold, "another machine"
    assert quiet(run("two"), 2) == cold, "what came from Redis is near now"
    assert quiet(run(fresh("three"), shared + "/3"), 0) == cold, "another database"

    # What is spoilt there is made anew.
    with socket.create_connection(("127.0.0.1", port)) as client:
        talk = client.makefile("rwb")

        def say(*words):
            talk.write(b"*%d\r\n" % len(words) + b"".join(b"$%d\r\n%s\r\n" % (len(w), w) for w in words))
            talk.flush()
            return talk.readline()

        count = int(say(b"KEYS", b"async-tidy:*")[1:])
        keys = [(talk.readline(), talk.readline().strip())[1] for _ in range(count)]
        assert len(keys) == 4, keys
        for key in keys:
            assert say(b"SET", key, b"async-tidy-entry-1 nonsense 9\nnonsense!") == b"+OK\r\n"
    assert quiet(run(fresh("four"), shared), 0) == cold
    assert quiet(run(fresh("five"), shared), 2) == cold, "healed"


def warned(got, why):
    cached, report, said = got
    assert report == cold and said.count("warning") == 1 and why in said, got
    return cached


with server("--requirepass", "secret") as port:
    assert warned(run(fresh("six"), f"--cache=redis://127.0.0.1:{port}"), "NOAUTH") == 0
    assert warned(run(fresh("six"), f"--cache=redis://:wrong@127.0.0.1:{port}"), "WRONGPASS") == 0
    assert quiet(run(fresh("six"), f"--cache=redis://:secret@127.0.0.1:{port}"), 0) == cold
    assert quiet(run(fresh("seven"), f"--cache=redis://:secret@127.0.0.1:{port}"), 2) == cold
assert warned(run(fresh("six"), f"--cache=redis://127.0.0.1:{port}"), "Connection refused") == 0, "down"
with silent_server() as port:
    start = time.monotonic()
    assert warned(run(fresh("six"), f"--cache=redis://127.0.0.1:{port}"), "does not answer") == 0, "slow"
    assert time.monotonic() - start < 60
with server("--maxmemory", "100kb", "--maxmemory-policy", "noeviction") as port:
    assert warned(run(fresh("six"), f"--cache=redis://127.0.0.1:{port}"), "OOM") == 0, "full"
for word in ("redis://", "redis://host:port", "redis://host/x", "redis://host:99999"):
    done = subprocess.run([TOOL, f"--cache={word}"], capture_output=True, text=True, check=False)
    assert done.returncode == 2 and "--cache wants redis://HOST" in done.stderr, done.stderr

# It hangs up in the middle.
with leaving_server() as port:
    cached, report, said = run(fresh("left"), f"--cache=redis://127.0.0.1:{port}")
    assert (cached, report) == (0, cold) and said.count("warning") == 1, said
