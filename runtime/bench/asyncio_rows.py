# SPDX-FileCopyrightText: the async-tidy authors
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The rows on asyncio, and with --uvloop on uvloop; see aio_rows.cpp for what each measures.

Prints what Google Benchmark prints with --benchmark_format=json, as far as scripts/bench_runtime.py reads it.
"""
import argparse
import asyncio
import json
import os
import random
import threading
import time

BATCH = 1000


async def leaf(x):
    return x


async def nothing():
    pass


async def await_leaf():
    for i in range(BATCH):
        await leaf(i)
    return BATCH


async def spawn():
    loop = asyncio.get_running_loop()
    for i in range(BATCH):
        await loop.create_task(leaf(i))
    return BATCH


async def yields():
    for _ in range(BATCH):
        await asyncio.sleep(0)
    return BATCH


def gathers(size):
    async def gather():
        await asyncio.gather(*[leaf(i) for i in range(size)])
        return size

    return gather


async def group():
    size = 100000
    async with asyncio.TaskGroup() as tasks:
        for i in range(size):
            tasks.create_task(leaf(i))
    return size


async def post():
    loop = asyncio.get_running_loop()
    for _ in range(BATCH):
        loop.call_soon(int)
    await asyncio.sleep(0)
    return BATCH


async def timer_cancel():
    loop = asyncio.get_running_loop()
    for _ in range(BATCH):
        loop.call_later(3600, int).cancel()
    await asyncio.sleep(0)
    return BATCH


async def timer_due():
    loop = asyncio.get_running_loop()
    done = loop.create_future()
    left = BATCH

    def fire():
        nonlocal left
        left -= 1
        if left:
            loop.call_at(0, fire)
        else:
            done.set_result(None)

    fire()
    await done
    return BATCH


async def timers_due():
    loop = asyncio.get_running_loop()
    done = loop.create_future()
    now = loop.time()
    for _ in range(BATCH - 1):
        loop.call_at(now, int)
    loop.call_at(now, done.set_result, None)
    await done
    return BATCH


async def take_turns(lock):
    for _ in range(BATCH // 10):
        async with lock:
            await asyncio.sleep(0)


async def lock():
    shared = asyncio.Lock()
    await asyncio.gather(*[take_turns(shared) for _ in range(10)])
    return BATCH


async def queue_pair():
    queue = asyncio.Queue(10)

    async def produce():
        for i in range(BATCH):
            await queue.put(i)

    producer = asyncio.create_task(produce())
    for _ in range(BATCH):
        await queue.get()
    await producer
    return BATCH


def threadsafe(producers):
    async def posted():
        size = 20000
        loop = asyncio.get_running_loop()
        done = loop.create_future()
        left = size

        def count():
            nonlocal left
            left -= 1
            if not left:
                done.set_result(None)

        def produce():
            for _ in range(size // producers):
                loop.call_soon_threadsafe(count)

        threads = [threading.Thread(target=produce) for _ in range(producers)]
        for thread in threads:
            thread.start()
        await done
        for thread in threads:
            thread.join()
        return size

    return posted


def resident_bytes():
    with open("/proc/self/statm") as statm:
        return int(statm.read().split()[1]) * os.sysconf("SC_PAGESIZE")


async def idle_task():
    size = 100000
    end = asyncio.Event()
    before = resident_bytes()
    tasks = [asyncio.create_task(end.wait()) for _ in range(size)]
    await asyncio.sleep(0)
    after = resident_bytes()
    end.set()
    await asyncio.gather(*tasks)
    return (after - before) / size


ROWS = {
    "await": await_leaf,
    "spawn": spawn,
    "gather/100000": gathers(100000),
    "group": group,
    "yield": yields,
    "post": post,
    "timer_cancel": timer_cancel,
    "timer_due": timer_due,
    "timers_due": timers_due,
    "lock": lock,
    "queue": queue_pair,
    "threadsafe/1": threadsafe(1),
    "threadsafe/4": threadsafe(4),
}


def live_timers(size, seconds):
    """Not a coroutine per batch: the timers must stay."""

    async def rearm():
        loop = asyncio.get_running_loop()
        timers = [loop.call_later(3600 + random.random() * 4000, int) for _ in range(size)]
        begin, count = time.process_time(), 0
        while True:
            for _ in range(BATCH):
                at = random.randrange(size)
                timers[at].cancel()
                timers[at] = loop.call_later(3600 + random.random() * 4000, int)
            await asyncio.sleep(0)  # asyncio forgets cancelled timers between turns
            count += BATCH
            took = time.process_time() - begin
            if took >= seconds:
                return took / count

    return asyncio.run(rearm())


def measure(row, seconds):
    """Seconds of CPU per operation."""
    if row == "run":
        begin, count = time.process_time(), 0
        while time.process_time() - begin < seconds:
            asyncio.run(nothing())
            count += 1
        return (time.process_time() - begin) / count
    if row.startswith("timers/"):
        return live_timers(int(row.split("/")[1]), seconds)

    async def main():
        begin, count = time.process_time(), 0
        while True:
            count += await ROWS[row]()
            took = time.process_time() - begin
            if took >= seconds:
                return took / count

    return asyncio.run(main())


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--row", required=True)
    parser.add_argument("--seconds", type=float, default=0.1)
    parser.add_argument("--uvloop", action="store_true")
    options = parser.parse_args()
    if options.uvloop:
        import uvloop

        uvloop.install()
    result = {"name": options.row, "time_unit": "ns"}
    if options.row == "idle_task":
        result["bytes"] = asyncio.run(idle_task())
    else:
        result["cpu_time"] = measure(options.row, options.seconds) * 1e9
    print(json.dumps({"benchmarks": [result]}))


main()
