# SPDX-FileCopyrightText: the async-tidy authors
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# What every verb stands on; sourced, never run: packages, presets, builds.
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)
cd "$root"

llvm=22
packages="clang-22 clang-tidy-22 libclang-22-dev llvm-22-dev llvm-22-tools lld-22 libclang-rt-22-dev
  clang-format-22 cmake ninja-build ccache g++ libgtest-dev libgmock-dev libasio-dev libuv1-dev liburing-dev
  libboost1.81-dev libcapnp-dev libevent-dev libev-dev libglib2.0-dev libsystemd-dev qtbase5-dev qcoro-qt5-dev
  libhiredis-dev
  python3 python3-yaml python3-jsonschema mandoc pkg-config git"
packages_llvm19="clang-19 clang-tidy-19 libclang-19-dev llvm-19-dev llvm-19-tools"

say() { printf '%s\n' "$*"; }
die() {
  printf 'dev: %s\n' "$*" >&2
  exit 2
}

# Jobs at a time: one unit that includes clang's headers wants about 1.5 GB.
jobs() {
  if [ -n "${DEV_JOBS:-}" ]; then
    say "$DEV_JOBS"
    return
  fi
  local cores memory
  cores=$(nproc)
  memory=$(($(awk '/MemAvailable/ {print $2}' /proc/meminfo 2>/dev/null || echo 2000000) / 1500000))
  [ "$memory" -ge 1 ] || memory=1
  say $((cores < memory ? cores : memory))
}

# need PACKAGE...: installs those that are missing. Off Debian: goes on when the tools are there.
need() {
  if ! command -v dpkg-query >/dev/null; then
    local tool lack=""
    for tool in clang++-22 clang-tidy-22 cmake ninja ccache g++ python3 pkg-config git; do
      command -v "$tool" >/dev/null || lack="$lack $tool"
    done
    [ -z "$lack" ] && return
    die "not Debian, and not found:$lack; install what these Debian packages hold: $*"
  fi
  local package missing="" status
  status=$(dpkg-query -W -f='${Package} ${db:Status-Status}\n' "$@" 2>/dev/null || true)
  for package in "$@"; do
    grep -qx "$package installed" <<<"$status" || missing="$missing $package"
  done
  [ -z "$missing" ] && return
  [ "${DEV_INSTALL:-1}" != 0 ] || die "missing Debian packages:$missing"
  local -a as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || die "missing Debian packages:$missing (not root and no sudo)"
    as_root=(sudo)
  fi
  say "dev: installing$missing"
  local log
  log=$(mktemp)
  local -a install=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq
    --no-install-recommends)
  if ! "${install[@]}" $missing >"$log" 2>&1; then
    "${as_root[@]}" apt-get update -qq >"$log" 2>&1 || true
    if ! "${install[@]}" $missing >>"$log" 2>&1; then
      tail -n 20 "$log" >&2
      rm -f "$log"
      die "could not install$missing"
    fi
  fi
  rm -f "$log"
}

# Debian's own Python: the one that python3-yaml belongs to.
python() {
  if [ -x /usr/bin/python3 ]; then /usr/bin/python3 "$@"; else python3 "$@"; fi
}

# configure PRESET: once, and when the presets change; ninja does it again when another CMake file does.
configure() {
  local preset=$1
  [ "build/$preset/build.ninja" -nt CMakePresets.json ] && return
  mkdir -p build
  say "dev: configuring build/$preset"
  if ! cmake --preset "$preset" >"build/$preset.configure.log" 2>&1; then
    rm -f "build/$preset/build.ninja"
    tail -n 30 "build/$preset.configure.log" >&2
    die "cmake --preset $preset failed (build/$preset.configure.log)"
  fi
}

# build PRESET [TARGET...]: quiet when there is nothing to do; everything on failure.
build() {
  local preset=$1
  shift
  configure "$preset"
  if [ -t 1 ]; then
    cmake --build "build/$preset" -j "$(jobs)" ${1:+--target "$@"} || return 1
  else
    local log="build/$preset.build.log"
    if ! cmake --build "build/$preset" -j "$(jobs)" ${1:+--target "$@"} >"$log" 2>&1; then
      grep -E -A 12 'FAILED|error:' "$log" | head -n 80 >&2 || tail -n 40 "$log" >&2
      say "dev: the build failed ($log)" >&2
      return 1
    fi
  fi
}
