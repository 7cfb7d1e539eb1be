#!/usr/bin/env python3
# SPDX-FileCopyrightText: the async-tidy authors
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The first half of the demo: a service in the old style is linted, moved to the new one on a copy, and run before and after.

Ends with a status that is not 0 when a check found nothing, when the runtime did not complain before, or when after the
move something is left to find, or to complain of.
"""
import difflib
import json
import os
import pathlib
import shlex
import shutil
import subprocess
import sys
import textwrap

ROOT = pathlib.Path(__file__).resolve().parents[1]
BUILD = pathlib.Path(os.environ.get("ASYNC_TIDY_BUILD", ROOT / "build" / "dev"))
SERVICE = ROOT / "runtime" / "examples" / "legacy_service"
HOME = ROOT / "build" / "demo" / "service"
TOOL = BUILD / "tool" / "async-tidy"
FLAGS = ["-std=c++20", "-g", "-Wall", "-Wno-deprecated-declarations", "-Wno-unused-result", "-Wno-unused-value",
         "-Wno-unused-variable", f"-I{ROOT}/runtime/include", "-pthread"]
# What the runtime says, by the check that says it first.
COMPLAINTS = {
    "async-nested-run": "run() cannot be called from a running event loop",
    "async-unclosed-loop": "unclosed event loop",
    "async-undrained-loop": "Task was destroyed but it is pending!",
    "async-cross-thread-loop-use": "Non-thread-safe operation invoked on an event loop",
    "async-implicit-loop": "There is no current event loop",
    "async-unawaited-coroutine": "was never awaited",
}
MOVE = ("--checks=migration", "--fix=suggested")


def title(words):
    print(f"\n== {words}\n")


def fail(words):
    sys.exit(f"demo: {words}")


def show(output, code=False, indent="  ", width=80):
    """Prints what a program said in 80 columns: words are wrapped, code keeps its line."""
    for line in output.rstrip().splitlines():
        if len(indent + line) <= width or code or "|" in line[:10]:
            print((indent + line)[:width])
        else:
            print(textwrap.fill(line, width, initial_indent=indent, subsequent_indent=indent + "    ",
                                break_long_words=False, break_on_hyphens=False))


def told_once(output, folder):
    """The lines of a log without the folder's name, each once, with the number of times."""
    count = {}
    for line in output.replace(f"{folder}/", "").splitlines():
        count[line] = count.get(line, 0) + 1
    return "\n".join(line + (f" ({n} times)" if n > 1 else "") for line, n in count.items())


def database(folder, sources):
    """Writes the compile database of a copy, and gives its commands."""
    folder.mkdir(parents=True, exist_ok=True)
    entries = [{"directory": str(folder), "file": str(source), "output": f"{source.stem}.o",
                "arguments": ["clang++-22", *FLAGS, "-c", str(source), "-o", f"{source.stem}.o"]} for source in sources]
    (folder / "compile_commands.json").write_text(json.dumps(entries, indent=1))
    return entries


def tidy(folder, *words):
    command = [str(TOOL), "-p", str(folder), *words]
    shown = shlex.join(["async-tidy", "-p", str(folder.relative_to(ROOT)), *words])
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if done.returncode not in (0, 1):
        fail(f"{shown} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return shown, done


def build_and_run(folder, entries):
    library = BUILD / "runtime" / "libaio.a"
    running = [subprocess.Popen(["ccache", *entry["arguments"]], cwd=folder) for entry in entries]
    if any([process.wait() for process in running]):
        fail(f"{folder.relative_to(ROOT)} does not compile")
    uring = ["-luring"] if "liburing_FOUND:INTERNAL=1" in (BUILD / "CMakeCache.txt").read_text() else []
    subprocess.run(["clang++-22", "-fuse-ld=lld", *[entry["output"] for entry in entries], str(library), *uring,
                    "-pthread", "-o", "legacy_service"], cwd=folder, check=True)
    return subprocess.run([str(folder / "legacy_service"), "--self-test"], capture_output=True, text=True, timeout=30)


def main():
    sources = sorted(SERVICE.glob("*.cpp"))
    lines = sum(len(path.read_text().splitlines()) for path in SERVICE.glob("*.[ch]*"))
    count = len(list(SERVICE.glob("*.[ch]*")))
    title(f"An old service: {SERVICE.relative_to(ROOT)}, {count} files, {lines} lines")
    database(HOME, sources)

    shown, found = tidy(HOME, "--checks=migration", "--quiet")
    print(f"$ {shown}")
    show(found.stdout)
    missed = [check for check in COMPLAINTS if f"[{check}" not in found.stdout]
    if missed:
        fail(f"nothing was found by {', '.join(missed)}")
    count = found.stdout.count(": error: ") + found.stdout.count(": warning: ")

    entries = {}
    for name in ("before", "after"):
        shutil.rmtree(HOME / name, ignore_errors=True)
        shutil.copytree(SERVICE, HOME / name)
        shutil.copy(ROOT / "runtime" / ".clang-format", HOME / name)
        entries[name] = database(HOME / name, sorted((HOME / name).glob("*.cpp")))
    title(f"{count} findings. The service moved to the new style, on a copy")
    shown, fixed = tidy(HOME / "after", *MOVE)
    print(f"$ {shown}")
    show(fixed.stdout + fixed.stderr)
    if fixed.returncode:
        fail("something is left to find")
    for path in sorted(SERVICE.glob("*.[ch]*")):
        old, new = ((folder / path.name).read_text().splitlines() for folder in (SERVICE, HOME / "after"))
        show("\n".join(difflib.unified_diff(old, new, path.name, path.name, lineterm="", n=1)), code=True)

    for name, words in (("before", "Before: the service as it was"), ("after", "After the move")):
        title(words)
        print(f"$ build/demo/service/{name}/legacy_service --self-test")
        done = build_and_run(HOME / name, entries[name])
        show(done.stdout)
        said = [check for check, text in COMPLAINTS.items() if text in done.stderr]
        print(f"  -- what the runtime and the service complain of (stderr), status {done.returncode}:")
        show(told_once(done.stderr, HOME / name) or "nothing")
        if name == "before" and set(said) != set(COMPLAINTS):
            fail(f"the runtime does not complain of {', '.join(sorted(set(COMPLAINTS) - set(said)))}")
        if name == "after" and (done.stderr or done.returncode):
            fail("the moved service still complains")
    print("\nNothing is found any more, the complaints are gone, and the self-test passes.")


main()
