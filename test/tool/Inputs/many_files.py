#!/usr/bin/env python3
# SPDX-FileCopyrightText: the async-tidy authors
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""many_files.py FOLDER TOOL [UNITS]: a project of UNITS files (60) that share headers, repaired by two workers and by one.

A header has a fault that every unit of it sees, and is seen through others: by a tenth of the units, and one by all. What should come
of it is known when it is written, so an edit that is lost or made twice shows. Both runs have to give just that, and a third run
nothing more. Prints what each run took.
"""
import json
import pathlib
import resource
import subprocess
import sys
import time

LIBRARY = """#pragma once
#include <coroutine>
namespace aio {
template <class T = void> struct Coro {
  struct promise_type {
    Coro get_return_object() { return {}; }
    std::suspend_always initial_suspend() { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() {}
  };
  bool await_ready() { return true; }
  void await_suspend(std::coroutine_handle<>) {}
  void await_resume() {}
};
struct EventLoop { void stop(); };
EventLoop &get_event_loop();
EventLoop &get_running_loop();
}
"""
LOOP = ("aio::get_event_loop()", "aio::get_running_loop()")


def awaited(call):
    return (f"  {call};\n", f"  co_await {call};\n")


def coroutine(name, *statements):
    """A coroutine, as it is and as it should be."""
    return tuple(f"inline aio::Coro<> {name}() {{\n" + "".join(each[which] for each in statements) + "  co_return;\n}\n" for which in (0, 1))


def stop(turns):
    return tuple(f"  {loop}.stop(); {loop}.stop();\n" * turns for loop in LOOP)


def project(units):
    """File → (text, what it should become)."""
    headers = max(3, units // 20)
    made = {"all.h": tuple('#pragma once\n#include "library.h"\n' + text for text in coroutine("shared_by_all", stop(1)))}
    for index in range(headers):
        above = f"shared{index // 2}.h" if index else "all.h"
        made[f"shared{index}.h"] = tuple(
            f'#pragma once\n#include "{above}"\n' + text
            for text in coroutine(f"shared{index}", stop(1 + index % 3), awaited(f"shared{index // 2}()" if index else "shared_by_all()")))
    for index in range(units):
        used = (index * 7) % headers
        made[f"unit{index}.cpp"] = tuple(
            f'#include "shared{used}.h"\n#include "shared{(used * 3 + 1) % headers}.h"\n' + text.replace("inline ", "static ")
            for text in coroutine(f"unit{index}", stop(index % 4), awaited(f"shared{used}()"), awaited("shared_by_all()")))
    return made


def write(folder, made):
    folder.mkdir(parents=True)
    subprocess.run(["git", "init", "-q", str(folder)], check=True)
    (folder / "library.h").write_text(LIBRARY)
    for name, (text, _) in made.items():
        (folder / name).write_text(text)
    (folder / "compile_commands.json").write_text(json.dumps(
        [{"directory": str(folder), "file": name, "arguments": ["c++", "-std=c++20", "-c", name]} for name in made if name.endswith(".cpp")]))


def run(folder, tool, workers):
    """One run, and what it took: CPU of all its processes, memory of the largest."""
    start, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([tool, "--fix", f"-j{workers}", "--cache=off"], cwd=folder, capture_output=True, text=True)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    said = (done.stderr.strip().splitlines() or ["nothing to fix"])[-1]
    print(f"-j{workers}: {time.monotonic() - start:.1f} s, {used.ru_utime + used.ru_stime - before.ru_utime - before.ru_stime:.1f} s of CPU, "
          f"{used.ru_maxrss / 1024:.0f} MB; {said}", flush=True)
    assert done.returncode == 0, (done.returncode, done.stdout[-2000:], done.stderr[-2000:])
    return done.stderr


def fixed(folder, made, tool, workers):
    said = run(folder, tool, workers)
    wrong = [name for name, (_, wanted) in made.items() if (folder / name).read_text() != wanted]
    assert not wrong, (wrong[:5], (folder / wrong[0]).read_text())
    assert (folder / "library.h").read_text() == LIBRARY
    wanted = sum(before.count(LOOP[0]) + after.count("co_await ") for before, after in made.values())
    assert f"{wanted} findings fixed in {len(made)} files" in said, (wanted, said)
    return said


def main():
    root, tool, units = pathlib.Path(sys.argv[1]).resolve(), sys.argv[2], int((sys.argv[3:] or ["60"])[0])
    made = project(units)
    said = set()
    for workers in (2, 1):
        folder = root / f"j{workers}"
        write(folder, made)
        said.add(fixed(folder, made, tool, workers))
    assert len(said) == 1, said
    again = run(root / "j2", tool, 2)
    assert not again, again
    assert all((root / "j2" / name).read_text() == wanted for name, (_, wanted) in made.items())
    print(f"{units} units, {len(made)} files: the same with two workers and with one, and nothing is left")


main()
