#!/usr/bin/env python3
# SPDX-FileCopyrightText: the async-tidy authors
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""shape.py FILE: the JSON report has exactly the fields that are pinned, in order, and sensible values."""
import json
import sys

FINDING = ["check", "law", "severity", "group", "message", "file", "line", "column", "end_line", "end_column", "symbol",
           "library", "chain", "fixes", "fingerprint", "suppressed"]


def fields(thing, names):
    assert list(thing) == names, (list(thing), names)


report = json.load(open(sys.argv[1], encoding="utf-8"))
fields(report, ["version", "findings", "failed", "stats"])
assert report["version"] == 1
for finding in report["findings"]:
    fields(finding, FINDING)
    assert finding["check"].startswith("async-")
    assert finding["law"].startswith("L")
    assert finding["severity"] in ("error", "warning")
    assert finding["group"] in ("bug", "hazard", "style")
    assert (finding["line"], finding["column"]) < (finding["end_line"], finding["end_column"])
    assert not finding["file"].startswith(("/", ".."))
    assert finding["suppressed"] is None
    assert finding["symbol"] and finding["library"]
    assert "async-tidy: " not in json.dumps(finding), "the note for the tool is not shown"
    for step in finding["chain"]:
        fields(step, ["file", "line", "column", "message"])
    for fix in finding["fixes"]:
        fields(fix, ["kind", "description", "edits"])
        assert fix["kind"] in ("safe", "suggested")
        for edit in fix["edits"]:
            fields(edit, ["file", "offset", "length", "text"])
for failure in report["failed"]:
    fields(failure, ["file", "reason"])
fields(report["stats"], ["units", "findings", "errors", "warnings", "failed", "suppressed"])
keys = [(f["file"], f["line"], f["column"], f["check"]) for f in report["findings"]]
assert keys == sorted(keys), keys
prints = [f["fingerprint"] for f in report["findings"]]
assert len(set(prints)) == len(prints), "each finding has its own"
print(f"{len(keys)} findings, {len(report['failed'])} failed")
