# SPDX-FileCopyrightText: the async-tidy authors
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""migrate_service.py ASYNC_TIDY CLANGXX FOLDER AIO_INCLUDE -- LIBRARIES: the old service moved by one command, in a copy that is
the current folder. Nothing is left to find; it compiles; its self-test passes, with not a word of the runtime."""
import json
import pathlib
import shutil
import subprocess
import sys

own, libraries = sys.argv[1:sys.argv.index("--")], sys.argv[sys.argv.index("--") + 1:]
tool, compiler, folder, include = own
service = pathlib.Path(folder)
here = pathlib.Path.cwd()
files = sorted(service.glob("*.[ch]*"))
lines = sum(len(path.read_text().splitlines()) for path in files)
assert len(files) >= 12 and lines >= 1500, (len(files), lines)
subprocess.run(["git", "init", "-q", here], check=True)
for path in files:
    shutil.copy(path, here)
flags = ["-std=c++20", f"-I{include}", "-pthread"]
sources = sorted(here.glob("*.cpp"))
(here / "compile_commands.json").write_text(json.dumps(
    [{"directory": str(here), "file": str(source), "arguments": [compiler, *flags, "-c", str(source)]} for source in sources]))


def tidy(*words):
    done = subprocess.run([tool, "--checks=migration", *words], capture_output=True, text=True, check=False)
    print(done.stdout, done.stderr)
    return done


before = tidy("--format=json")
found = {finding["check"] for finding in json.loads(before.stdout)["findings"]}
wanted = {"async-nested-run", "async-unclosed-loop", "async-undrained-loop", "async-cross-thread-loop-use", "async-implicit-loop",
          "async-global-loop-policy", "async-shared-loop-primitive", "async-manual-loop", "async-repeated-run",
          "async-signal-unsafe-call", "async-unawaited-coroutine"}
assert before.returncode == 1 and wanted <= found, wanted - found
moved = tidy("--fix=suggested")
assert moved.returncode == 0 and "no findings" in moved.stdout, "something is left"
assert "is not applied" not in moved.stdout + moved.stderr, "a fix was taken back"

objects = []
for source in sources:
    objects.append(source.with_suffix(".o"))
    subprocess.run([compiler, *flags, "-Wall", "-Werror", "-c", source, "-o", objects[-1]], check=True)
subprocess.run([compiler, *objects, *libraries, "-o", "service"], check=True)
done = subprocess.run(["./service", "--self-test"], capture_output=True, text=True, timeout=60, check=False)
print(done.stdout)
assert done.returncode == 0 and not done.stderr and "WRONG" not in done.stdout, done.stderr
