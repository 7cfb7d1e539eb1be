#!/usr/bin/env python3
# SPDX-FileCopyrightText: the async-tidy authors
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""completion.py TOOL WHAT [FILE]: does the script or page hold what --help says, and does the shell itself complete by it?"""
import os
import re
import shutil
import subprocess
import sys

tool, what = sys.argv[1:3]


def run(*words, **more):
    done = subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=120, **more)
    assert done.returncode == 0 and not done.stderr, (words, done.returncode, done.stderr)
    return done.stdout


def verbs():
    return re.findall(r"__fish_use_subcommand -a (\S+)", run(tool, "completion", "fish"))


def options_in_help(*verb):
    """Each option where a row starts with it: an example in a text is none."""
    found = set()
    for line in run(tool, *verb, "--help").splitlines():
        while match := re.match(r" *(--?[a-z][-a-z]*)(\[?=\S+|,)? ?[A-Z/]{0,3}", line):
            if not found and not line.startswith("  "):
                break
            if not line.startswith("  -") and not match.start(1):
                break
            found.add(match[1])
            line = line[match.end():]
            if not line.startswith(" -") and not line.startswith("-"):
                break
            line = "  " + line.lstrip()
    return found


def test_options():
    """No option that --help hides, none that it invents."""
    fish = run(tool, "completion", "fish").splitlines()
    assert {"unit", "link", "explain", "doctor", "models", "lsp", "completion", "man"} <= set(verbs()), verbs()
    for verb in ["", *verbs()]:
        condition = f"'__fish_seen_subcommand_from {verb}'" if verb else "'not __fish_seen_subcommand_from"
        lines = [line for line in fish if f"-n {condition}" in line]
        known = {("--" if kind == "l" else "-") + name for line in lines for kind, name in re.findall(r" -([ls]) (\S+)", line)}
        told = options_in_help(*([verb] if verb else [])) | {"--help"}
        assert known == told, (verb, known ^ told)
        for line in lines:
            if re.search(r" -[ls] (?!help|version)", line):
                assert not line.endswith("-d ''"), f"no word on {line}"


def complete(script, *words):
    """What bash's own completion gives for the last of the words, parted as readline parts them."""
    parts = [part for word in words for part in re.findall(r"[^=:]+|[=:]+", word) or [""]]
    if words[-1].endswith("="):
        parts.append("")
    quoted = " ".join("'" + part + "'" for part in ["async-tidy", *parts])
    text = f"source {script}; COMP_WORDS=({quoted}); COMP_CWORD={len(parts)}; _async_tidy; printf '%s\\n' \"${{COMPREPLY[@]}}\""
    return run("bash", "--norc", "-c", text).split()


def test_bash(script):
    run("bash", "-n", script)
    if shutil.which("shellcheck"):
        run("shellcheck", "-s", "bash", script)
    assert "unit" in complete(script, "un") and "unit" in complete(script, "")
    assert complete(script, "--form") == ["--format="], complete(script, "--form")
    assert complete(script, "--format=") == ["text", "json", "jsonl", "sarif", "github", "gitlab", "junit", "checkstyle", "html"]
    assert complete(script, "--format=js") == ["json", "jsonl"]
    assert complete(script, "--report=sa") == ["sarif="]
    assert complete(script, "--report=sarif=fi") == ["file.cpp"]
    assert complete(script, "--baseline=fi") == ["file.cpp"]
    assert complete(script, "-p", "f") == ["folder"]
    assert complete(script, "--fix=s") == ["safe", "suggested"]
    assert complete(script, "--color=n") == ["never"]
    assert complete(script, "--checks=async-nested") == ["async-nested-run"]
    assert complete(script, "--checks=migr") == ["migration"]
    assert complete(script, "--checks=-*,-async-nested") == ["-*,-async-nested-run"]
    assert complete(script, "explain", "nested") == ["nested-run"]
    assert complete(script, "models", "") [:3] == ["list", "show", "verify"]
    assert complete(script, "models", "v") == ["verify"]
    assert complete(script, "completion", "") == ["bash", "zsh", "fish"]
    assert complete(script, "unit", "--res") == ["--result="]
    assert complete(script, "unit", "--form") == []
    assert complete(script, "fi") == ["file.cpp"]
    assert complete(script, "lsp", "fi") == []


def test_zsh(script):
    if shutil.which("zsh"):
        run("zsh", "-n", script)
        # It loads as a completion function does, and names one that exists.
        run("zsh", "-f", "-c", f"autoload -U compinit && compinit -u -D && fpath=($PWD $fpath) && source {script} && whence -w _async-tidy")
    text = open(script).read()
    assert text.startswith("#compdef async-tidy\n")
    assert "'--format=[" in text and ":FORMAT:(text json" in text, text[:500]


def test_fish(script):
    if not shutil.which("fish"):
        return
    run("fish", "--no-execute", script)

    def fish(line):
        return [row.split("\t")[0] for row in run("fish", "--no-config", "-c", f"source {script}; complete -C {line!r}").splitlines()]
    assert "unit" in fish("async-tidy un")
    assert {"--format=json", "--format=jsonl"} <= set(fish("async-tidy --format=js")), fish("async-tidy --format=js")
    assert "--result" in " ".join(fish("async-tidy unit --res"))
    assert fish("async-tidy explain nested") == ["nested-run"]


def test_man(page):
    if shutil.which("mandoc"):
        said = subprocess.run(["mandoc", "-Tlint", "-Wwarning", page], stdout=subprocess.PIPE, text=True).stdout
        # Nothing is dated when it is built.
        assert [line for line in said.splitlines() if "missing date" not in line] == [], said
    if shutil.which("man"):
        text = run("man", "-l", "--warnings", page, env={"PATH": "/usr/bin:/bin", "MANWIDTH": "100", "LC_ALL": "C"})
        text = re.sub(".\b", "", text)
        for wanted in ("async-tidy - finds event-loop", "--report=FORMAT=FILE", "--fix[=safe|suggested]", "-j N", ".async-tidy.yaml", "EXIT STATUS"):
            assert wanted in text, wanted
        for verb in verbs():
            assert re.search(rf"^   {verb}$", text, re.M), verb


globals()[f"test_{what}"](*map(os.path.abspath, sys.argv[3:]))
