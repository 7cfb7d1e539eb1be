#!/usr/bin/env python3
# SPDX-FileCopyrightText: the async-tidy authors
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""bazel.py ASYNC-TIDY WORKSPACE: a workspace of 50 units, analysed by the rules of bazel/ with Debian's Bazel, in its sandbox, offline."""
import contextlib
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import time

TOOL, WORKSPACE = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
HERE = pathlib.Path(__file__).resolve().parent
RULES = HERE.parents[2] / "bazel"
SHARE = pathlib.Path("/usr/share/bazel")
END = time.monotonic() + 300
LIBRARIES, UNITS = 10, 5


def write(name, text):
    path = WORKSPACE / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def unit(library, number):
    """Each library's last unit runs a loop, which the first unit of the next one does on a loop."""
    text = f'#include "lib{library}/own.h"\n#include "lib{(library + 1) % LIBRARIES}/own.h"\n' if number == 0 else f'#include "lib{library}/own.h"\n'
    if number == 0:
        return text + f"aio::Coro<> serve{library}() {{ helper{(library + 1) % LIBRARIES}(); co_return; }}\n"
    if number == UNITS - 1:
        return text + f"aio::Coro<> work{library}();\nvoid helper{library}() {{ aio::run(work{library}()); }}\n"
    if number == 1:
        return text + f"void late{library}() {{ (*&aio::get_event_loop()).stop(); }}\n"
    return text + f"int plain{library}_{number}() {{ return COUNT; }}\n"


def make_workspace():
    shutil.rmtree(WORKSPACE, ignore_errors=True)
    WORKSPACE.mkdir(parents=True)
    subprocess.run(["git", "init", "-q", WORKSPACE], check=True)
    # As documented, but for where the rules are.
    documented = subprocess.run([sys.executable, HERE / "documented.py", RULES.parent / "docs/ci.md", "local_repository("],
                                stdout=subprocess.PIPE, text=True, check=True).stdout
    assert "/usr/local/share/async-tidy/bazel" in documented
    write("WORKSPACE", 'workspace(name = "fifty")\n' + documented.replace("/usr/local/share/async-tidy/bazel", str(RULES)))
    write("base/base.h", (HERE / "loops.h").read_text() + "namespace aio {\nvoid run(Coro<>);\n}\n")
    write("base/left_out.cc", "oops\n")
    write("base/BUILD", '''package(default_visibility = ["//visibility:public"])
cc_library(name = "base", hdrs = ["base.h"])
cc_library(name = "left_out", srcs = ["left_out.cc"], tags = ["no-async-tidy"])
''')
    entries = []
    for library in range(LIBRARIES):
        write(f"lib{library}/own.h", f'#include "base/base.h"\nvoid helper{library}();\n')
        for number in range(UNITS):
            write(f"lib{library}/u{number}.cc", unit(library, number))
            entries.append({"directory": str(WORKSPACE), "file": f"lib{library}/u{number}.cc",
                            "command": f"c++ -std=c++20 -iquote . -DCOUNT={library} -c lib{library}/u{number}.cc"})
        write(f"lib{library}/BUILD", f'''cc_library(
    name = "headers",
    hdrs = ["own.h"],
    deps = ["//base"],
    visibility = ["//visibility:public"],
)
cc_library(
    name = "lib{library}",
    srcs = ["u%d.cc" % number for number in range({UNITS})],
    copts = ["-std=c++20", "-DCOUNT={library}"],
    deps = [":headers", "//lib{(library + 1) % LIBRARIES}:headers", "//base:left_out"],
    visibility = ["//visibility:public"],
)
''')
    write("compile_commands.json", json.dumps(entries))
    targets = json.dumps([f"//lib{library}" for library in range(LIBRARIES)])
    write("BUILD", f'''load("@async_tidy//:async_tidy.bzl", "async_tidy_report", "async_tidy_test")
filegroup(name = "configured", srcs = glob([".async-tidy.yaml", ".clang-tidy"]), visibility = ["//visibility:public"])
async_tidy_report(name = "tidy", targets = {targets}, format = "sarif")
async_tidy_test(name = "gate", targets = {targets})
async_tidy_test(name = "known", targets = {targets}, baseline = "baseline.json")
''')
    # A C++ toolchain of this Bazel is its own; it only wants to have the rules named.
    shim = WORKSPACE.parent / "rules_cc"
    shutil.rmtree(shim, ignore_errors=True)
    (shim / "cc").mkdir(parents=True)
    (shim / "WORKSPACE").write_text('workspace(name = "rules_cc")\n')
    (shim / "BUILD").write_text("")
    (shim / "cc" / "BUILD").write_text("")
    names = ("cc_binary", "cc_import", "cc_library", "cc_proto_library", "cc_test", "cc_toolchain", "cc_toolchain_suite", "fdo_prefetch_hints",
             "fdo_profile", "objc_import", "objc_library")
    (shim / "cc" / "defs.bzl").write_text("".join(f"{name} = native.{name}\n" for name in names))
    # Every test names it, and only coverage wants it.
    coverage = WORKSPACE.parent / "remote_coverage_tools"
    coverage.mkdir(exist_ok=True)
    (coverage / "WORKSPACE").write_text("")
    (coverage / "BUILD").write_text('filegroup(name = "coverage_report_generator", visibility = ["//visibility:public"])\n')
    return {shim.name: shim, coverage.name: coverage}


def main():
    shims = make_workspace()
    root = WORKSPACE.parent / "bazel-root"
    overrides = {**shims, "rules_java": SHARE / "rules/java", "rules_proto": SHARE / "rules/proto", "platforms": SHARE / "platforms",
                 "bazel_skylib": SHARE / "tools/skylib"}
    options = [f"--override_repository={name}={path}" for name, path in overrides.items()]
    options += ["--spawn_strategy=sandboxed", "--nosandbox_debug", "--subcommands", "--jobs=2", "--color=no", "--curses=no", "--test_output=errors"]

    def bazel(*words):
        done = subprocess.run(["bazel", "--nohome_rc", f"--output_user_root={root}", "--max_idle_secs=60", "--host_jvm_args=-Xmx700m",
                               "--host_jvm_args=-XX:TieredStopAtLevel=1", *words], cwd=WORKSPACE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
                              env={**os.environ, "PATH": f"{TOOL.parent}:{os.environ['PATH']}"},
                              timeout=max(1, END - time.monotonic()))
        return done.returncode, done.stdout

    def build(*words, verb="build"):
        """Status, what was said, which units were analysed, how often units were joined."""
        status, said = bazel(verb, *options, *words)
        units = re.findall(r"^SUBCOMMAND: # .*\[action 'async-tidy (lib[^']+)'", said, re.M)
        links = len(re.findall(r"^SUBCOMMAND: # .*\[action 'async-tidy //", said, re.M))
        return status, said, sorted(units), links

    def whole(*words):
        done = subprocess.run([TOOL, f"--cache={WORKSPACE.parent}/cache", *words], cwd=WORKSPACE, stdout=subprocess.PIPE, check=False)
        return done.returncode, done.stdout

    def same():
        status, report = whole("--format=sarif")
        assert status == 1 and (WORKSPACE / "bazel-bin/tidy.sarif").read_bytes() == report
        return len(json.loads(report)["runs"][0]["results"])

    try:
        status, said, units, links = build("//:tidy")
        assert status == 0 and len(units) == LIBRARIES * UNITS and links == 1, said
        assert same() == LIBRARIES * 2, "a nested run and a loop by default in each"
        status, said, units, links = build("//:tidy")
        assert status == 0 and not units and not links, said

        # The aspect by itself makes the same results.
        status, said, units, links = build("//lib1", "--aspects=@async_tidy//:async_tidy.bzl%async_tidy_aspect", "--output_groups=async_tidy")
        assert status == 0 and not units and not links, said
        assert (WORKSPACE / "bazel-bin/lib1/lib1.async-tidy/lib1/u0.cc.result").exists()

        # A header that changed: its users alone.
        write("lib3/own.h", (WORKSPACE / "lib3/own.h").read_text() + "inline void more() { aio::get_event_loop().stop(); }\n")
        status, said, units, links = build("//:tidy")
        assert status == 0 and links == 1, said
        assert {u.split("/")[0] for u in units} == {"lib2", "lib3"} and len(units) == 2 * UNITS, units
        same()

        # The gate, and what a baseline knows.
        assert whole("--write-baseline=baseline.json", "--quiet")[0] == 0
        status, said, units, _ = build("//:gate", "//:known", verb="test")
        assert status == 3 and not units and re.search(r"//:gate +FAILED", said) and re.search(r"//:known +PASSED", said), said
        assert "async-nested-run" in said and "error:" in said, said
        assert "<testsuites" in (WORKSPACE / "bazel-testlogs/gate/test.xml").read_text()

        # What is there and not declared is not found, be it a header or a configuration.
        write("lib5/hidden.h", "")
        write("lib5/u2.cc", '#include "lib5/hidden.h"\n')
        status, said, units, _ = build("//:tidy")
        assert status != 0 and units == ["lib5/u2.cc"] and "lib5/u2.cc: not analysed" in said and "'lib5/hidden.h' file not found" in said, said
        write("lib5/u2.cc", unit(5, 2))
        assert build("//:tidy")[2] == ["lib5/u2.cc"]
        before = (WORKSPACE / "bazel-bin/tidy.sarif").read_bytes()
        write(".async-tidy.yaml", "library: broken\ncalls: 5\n")  # an error for who reads it
        write(".clang-tidy", "Checks: '-*'\n")
        write("lib0/own.h", (WORKSPACE / "lib0/own.h").read_text() + "// analysed again\n")
        status, said, units, _ = build("//:tidy")
        assert status == 0 and len(units) == 2 * UNITS, said
        assert (WORKSPACE / "bazel-bin/tidy.sarif").read_bytes() == before
        write(".async-tidy.yaml", "checks: -async-implicit-loop\n")
        write(".clang-tidy", "Checks: 'async-*'\n")
        declared = "--@async_tidy//:config=//:configured"
        status, said, units, links = build("//:tidy", declared)
        assert status == 0 and len(units) == LIBRARIES * UNITS, said
        same()
    finally:
        server = bazel("info", "server_pid")[1].split()
        bazel("shutdown")
        for process in server[-1:]:
            with contextlib.suppress(OSError, ValueError):
                os.kill(int(process), signal.SIGKILL)
        subprocess.run(["chmod", "-R", "u+w", root], check=False)
        shutil.rmtree(root, ignore_errors=True)


main()
