#!/usr/bin/env python3
# SPDX-FileCopyrightText: the async-tidy authors
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""ci.py TOOL FOLDER WHAT: the scripts of action.yml, of the GitLab template and of the pre-commit hooks, run in a project."""
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys

import yaml

TOOL, FOLDER = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
ROOT = pathlib.Path(__file__).resolve().parents[3]
CLEAN = '#include "loops.h"\nvoid clean() {}\n'
FAULTY = '#include "loops.h"\nvoid faulty() { (*&aio::get_event_loop()).stop(); }\n'


def run(command, status, **env):
    done = subprocess.run(command, cwd=FOLDER, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=300,
                          env={**os.environ, "PATH": f"{TOOL.parent}:{os.environ['PATH']}", "HOME": str(FOLDER.parent), **env})
    assert done.returncode == status, (command, done.returncode, done.stdout)
    return done.stdout


def git(*words):
    return run(["git", "-c", "user.name=t", "-c", "user.email=t@localhost", *words], 0).strip()


def project():
    """An old fault on main."""
    subprocess.run([sys.executable, pathlib.Path(__file__).parent / "database.py", FOLDER, "old.cpp", "new.cpp"], check=True)
    (FOLDER / "build").mkdir()
    (FOLDER / "compile_commands.json").rename(FOLDER / "build" / "compile_commands.json")
    (FOLDER / "old.cpp").write_text(FAULTY)
    (FOLDER / "new.cpp").write_text(CLEAN)
    (FOLDER / ".gitignore").write_text("/build\n/.cache\n/out\n")
    git("add", ".")
    git("commit", "-qm", "old")
    git("branch", "-f", "main")
    git("update-ref", "refs/remotes/origin/main", "HEAD")
    (FOLDER / "out").mkdir()


def github():
    action = yaml.safe_load((ROOT / "action.yml").read_text())
    assert action["runs"]["using"] == "composite"
    (step,) = [s for s in action["runs"]["steps"] if "run" in s]
    for value in action["outputs"].values():
        assert re.fullmatch(r"\$\{\{ steps\.run\.outputs\.(sarif|status) \}\}", value["value"]), value
    assert step["id"] == "run" and step["shell"] == "bash"
    inputs = {name: about["default"] for name, about in action["inputs"].items()}

    def act(status, given, **env):
        words = {name: re.sub(r"\$\{\{ inputs\.([a-z-]+) \}\}", lambda m: {**inputs, **given}[m[1]], value) for name, value in step["env"].items()}
        output, summary = FOLDER / "out" / "output", FOLDER / "out" / "summary"
        output.write_text("")
        summary.write_text("")
        said = run(["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]], status, **words, **env,
                   GITHUB_ACTION_PATH=str(ROOT), GITHUB_OUTPUT=str(output), GITHUB_STEP_SUMMARY=str(summary))
        return said, dict(line.split("=", 1) for line in output.read_text().splitlines()), summary.read_text()

    project()
    said, output, summary = act(1, {})
    assert said.startswith("::warning file=old.cpp,line=2,"), said
    assert output == {"status": "1", "sarif": "async-tidy.sarif"}, output
    assert summary.startswith("### async-tidy\n```text\nold.cpp:2:") and summary.endswith("```\n"), summary
    (found,) = json.loads((FOLDER / "async-tidy.sarif").read_text())["runs"][0]["results"]
    assert found["ruleId"] == "async-implicit-loop"
    assert {path.name for path in (FOLDER / "out").iterdir()} == {"output", "summary"}
    # In a pull request only what it adds.
    act(0, {}, GITHUB_BASE_REF="main")
    (FOLDER / "new.cpp").write_text(FAULTY.replace("faulty", "fresh"))
    said, output, _ = act(1, {"sarif": "out/r.sarif"}, GITHUB_BASE_REF="main")
    assert "file=new.cpp" in said and "old.cpp" not in said and output["sarif"] == "out/r.sarif", (said, output)
    (FOLDER / "out" / "r.sarif").unlink()
    said, _, _ = act(1, {"since": "all"}, GITHUB_BASE_REF="main")
    assert "file=new.cpp" in said and "file=old.cpp" in said
    act(0, {"arguments": "--checks=-async-implicit-loop --no-whole-program"})
    _, output, _ = act(2, {"build-dir": "nowhere"})
    assert output["status"] == "2"


def gitlab():
    (job,) = yaml.safe_load((ROOT / ".gitlab" / "async-tidy.yml").read_text()).values()
    script = "set -e\n" + "\n".join(job["script"])
    assert job["variables"]["GIT_DEPTH"] == "0" and job["artifacts"]["when"] == "always"
    project()
    variables = {name: value.replace("$CI_PROJECT_DIR", str(FOLDER)) for name, value in job["variables"].items()}
    run(["bash", "-c", script], 1, **variables)
    for report in [*job["artifacts"]["paths"], *job["artifacts"]["reports"].values()]:
        assert (FOLDER / report).stat().st_size > 0, report
        (FOLDER / report).unlink()
    (folder,) = job["cache"]["paths"]
    assert (FOLDER / folder).is_dir(), folder
    base = git("rev-parse", "HEAD")
    run(["bash", "-c", script], 0, **variables, CI_MERGE_REQUEST_DIFF_BASE_SHA=base)
    assert json.loads((FOLDER / job["artifacts"]["reports"]["codequality"]).read_text()) == []
    (FOLDER / "new.cpp").write_text(FAULTY.replace("faulty", "fresh"))
    said = run(["sh", "-c", script], 1, **variables, CI_MERGE_REQUEST_DIFF_BASE_SHA=base)
    assert "new.cpp:2:" in said and "old.cpp" not in said, said
    (one,) = json.loads((FOLDER / job["artifacts"]["reports"]["codequality"]).read_text())
    assert one["location"]["path"] == "new.cpp"


def precommit():
    hooks = {hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())}
    assert set(hooks) == {"async-tidy", "async-tidy-all", "async-tidy-config"}
    for hook in hooks.values():
        assert hook["language"] == "system" and hook["pass_filenames"] is False and hook["name"] and hook["description"]

    def commit(hook, status):
        return run(shlex.split(hooks[hook]["entry"]), status)

    project()
    commit("async-tidy", 0)  # an old fault is no reason to refuse
    assert "old.cpp:2:" in commit("async-tidy-all", 1)
    (FOLDER / "new.cpp").write_text(FAULTY.replace("faulty", "fresh"))
    git("add", "new.cpp")
    said = commit("async-tidy", 1)
    assert "new.cpp:2:" in said and "old.cpp" not in said, said
    assert re.search(hooks["async-tidy-config"]["files"], "src/.async-tidy.yaml") and not re.search(hooks["async-tidy-config"]["files"], "x.async-tidy.yaml")
    commit("async-tidy-config", 0)
    (FOLDER / ".async-tidy.yaml").write_text("preset: strict\nchekcs: x\n")
    assert "unknown key 'chekcs'" in commit("async-tidy-config", 2)


globals()[sys.argv[3]]()
