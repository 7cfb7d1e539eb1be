# SPDX-FileCopyrightText: the async-tidy authors
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""How lit runs the tests of the checks and of the tool; the values come from lit.site.cfg.py, which CMake writes."""
import os
import shutil
import subprocess
import sys

import lit.formats

config.name = "async-tidy"
config.test_format = lit.formats.ShTest(execute_external=False)
config.suffixes = [".cpp", ".c", ".test"]
# runtime/ holds GoogleTest programs, consumer/ is a CMake project, meta/ has its own runner; Inputs/ are read by tests.
config.excludes = ["Inputs", "runtime", "consumer", "meta", "CMakeLists.txt"]
config.test_source_root = os.path.dirname(os.path.abspath(__file__))
config.test_exec_root = os.path.join(config.async_tidy_binary_dir, "test", "lit")

llvm_bin = config.async_tidy_llvm_bin
source_dir = config.async_tidy_source_dir
include_dir = os.path.join(source_dir, "runtime", "include")
config.environment["PATH"] = os.pathsep.join([llvm_bin, config.environment.get("PATH", os.environ.get("PATH", ""))])
config.environment["LC_ALL"] = "C"
config.environment.pop("AIO_DEBUG", None)
# Results of an earlier run of the tests prove nothing.
cache_home = os.path.join(config.test_exec_root, "cache")
shutil.rmtree(cache_home, ignore_errors=True)
config.environment["XDG_CACHE_HOME"] = cache_home


def tool(name):
    """The version's own program; else what the distribution has, since an old version may come without its compiler."""
    candidates = [os.path.join(llvm_bin, name), f"{name}-{config.async_tidy_llvm_version}", name]
    candidates += [f"{name}-{version}" for version in range(30, 18, -1)]
    found = next(filter(None, map(shutil.which, candidates)), None)
    if not found:
        lit_config.fatal(f"{name} is not installed: looked for {', '.join(candidates[:3])}")
    return found


aio_flags = f"-std=c++20 -I{include_dir}"


def aio_compiler():
    """Compiles a program of aio as %clangxx %aio-flags does, with the headers that all of them read compiled once."""
    compiler = f"{tool('clang++')} {aio_flags} -pthread -w"
    made = os.path.join(config.test_exec_root, "aio.pch")
    os.makedirs(config.test_exec_root, exist_ok=True)
    done = subprocess.run(f"{compiler} -fpch-instantiate-templates -x c++-header - -o {made}", shell=True, text=True, check=False,
                          input="".join(f"#include <{name}>\n" for name in ("aio/aio.h", "aio/legacy.h", "iostream", "thread")))
    return f"{compiler} -fuse-ld=lld -include-pch {made}" if done.returncode == 0 else compiler


check = " ".join(
    [
        sys.executable,
        os.path.join(config.test_source_root, "check_clang_tidy.py"),
        f"--clang-tidy={tool('clang-tidy')}",
        f"--plugin={config.async_tidy_plugin}",
        f"--filecheck={tool('FileCheck')}",
        f"--include={include_dir}",
        f"--include={os.path.join(config.test_source_root, 'Inputs')}",
    ]
)
# Longer names come first: lit replaces in this order and '%check' must not eat the head of another word.
glib = subprocess.run(["pkg-config", "--cflags", "gio-2.0", "gio-unix-2.0"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=False)
qt_modules = ("Core", "Widgets", "Network", "DBus", "Concurrent")


def qt_flags(version):
    """How to compile with Qt of this version and QCoro; empty where it is not installed."""
    done = subprocess.run(["pkg-config", "--cflags", *(f"Qt{version}{module}" for module in qt_modules)],
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=False)
    qcoro = f"/usr/include/qcoro{version}"
    return f"-fPIC {done.stdout.strip()} -I{qcoro} -I{qcoro}/qcoro" if done.returncode == 0 else ""


config.substitutions += [
    ("%glib-flags", glib.stdout.strip()),
    ("%qt-flags", qt_flags(5)),
    ("%qt6-flags", qt_flags(6)),
    ("%async-tidy", config.async_tidy_tool),
    ("%plugin", config.async_tidy_plugin),
    ("%clang-tidy-alone", tool("clang-tidy")),
    ("%clang-tidy", f"{tool('clang-tidy')} -load {config.async_tidy_plugin}"),
    ("%aio-clangxx", aio_compiler()),
    ("%clangxx", tool("clang++")),
    ("%aio-flags", aio_flags),
    ("%aio-lib", f"{config.async_tidy_aio_lib} {config.async_tidy_aio_needs} -pthread"),
    ("%aio-include", include_dir),
    ("%inputs", os.path.join(config.test_source_root, "Inputs")),
    ("%python", sys.executable),
    ("%check", check),
]

if chromium := shutil.which("chromium"):
    config.available_features.add("chromium")
    config.substitutions.insert(0, ("%chromium", chromium))
if (shutil.which("redis-server") or shutil.which("redis-check-rdb")) and os.path.exists("/usr/include/hiredis/hiredis.h"):
    config.available_features.add("redis")
# Engines that spread the work.
sbin = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin"])
if all(shutil.which(name, path=sbin) for name in ("slurmctld", "slurmd", "sbatch", "munged")):
    config.available_features.add("slurm")
if shutil.which("parallel"):
    config.available_features.add("parallel")
if shutil.which("bazel") and os.path.exists("/usr/share/bazel/platforms"):
    config.available_features.add("bazel")
# A disk of a few pages, for tests that fill one.
if subprocess.run(["unshare", "-rm", "mount", "-t", "tmpfs", "tmpfs", "/mnt"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False).returncode == 0:
    config.available_features.add("small-disk")
if config.async_tidy_aio_lib and os.path.exists(config.async_tidy_aio_lib):
    config.available_features.add("aio-lib")
if config.async_tidy_tool and os.path.exists(config.async_tidy_tool):
    config.available_features.add("async-tidy")
config.available_features.add(f"llvm-{config.async_tidy_llvm_version}")
# 'REQUIRES: aio-queue' waits for <aio/queue.h>: the runtime grows header by header.
for header in os.listdir(os.path.join(include_dir, "aio")):
    config.available_features.add("aio-" + os.path.splitext(header)[0].replace("_", "-"))
for feature, header in (("libuv", "uv.h"), ("asio", "asio.hpp"), ("boost-asio", "boost/asio.hpp"),
                        ("libevent", "event2/event.h"), ("libev", "ev.h"), ("glib", "glib-2.0/gio/gio.h"),
                        ("sd-event", "systemd/sd-event.h"), ("qcoro", "qcoro5/QCoro/QCoroTask"),
                        ("googletest", "gtest/gtest.h"), ("boost-test", "boost/test/unit_test.hpp"),
                        ("benchmark", "benchmark/benchmark.h"), ("kj", "kj/async.h")):
    if os.path.exists(os.path.join("/usr/include", header)):
        config.available_features.add(feature)
for feature, version in (("qt", 5), ("qt6", 6)):
    if qt_flags(version):
        config.available_features.add(feature)
