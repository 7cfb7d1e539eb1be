#!/usr/bin/env python3
# SPDX-FileCopyrightText: the async-tidy authors
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""formats.py FORMAT FILE: the report keeps the rules its readers publish, and says how many findings it holds.

SARIF: its JSON schema (from where: sarif-2.1.0-rtm.5.schema.LICENSE), and what only the standard's text asks for. The others have
short published forms: GitHub's workflow commands, GitLab's code quality fields, JUnit's and checkstyle's elements."""
import json
import pathlib
import re
import sys
import xml.etree.ElementTree as xml

import jsonschema

SCHEMA = pathlib.Path(__file__).parent / "sarif-2.1.0-rtm.5.schema.json"


def regions(thing):
    """Every region and artifact location in the log."""
    for name, value in thing.items() if isinstance(thing, dict) else enumerate(thing) if isinstance(thing, list) else ():
        if name in ("region", "deletedRegion"):
            assert "startLine" in value or "byteOffset" in value, value
        if name == "artifactLocation":
            assert re.fullmatch(r"[\w./~%:-]+", value["uri"]), value
            assert ("uriBaseId" in value) != value["uri"].startswith("file:///"), value
        regions(value)


def sarif(text):
    log = json.loads(text)
    assert log["version"] == "2.1.0" and log["$schema"].endswith("sarif-schema-2.1.0.json")
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    faults = [f"{list(fault.path)}: {fault.message}" for fault in jsonschema.Draft4Validator(schema).iter_errors(log)]
    assert not faults, faults
    regions(log)
    run, = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert len({r["id"] for r in rules}) == len(rules) > 20
    for rule in rules:
        assert rule["shortDescription"]["text"]
        if not rule["id"].startswith("async-tidy-"):
            assert rule["shortDescription"]["text"].startswith("Finds "), rule["shortDescription"]
            assert rule["id"] in rule["help"]["markdown"] and rule["help"]["text"], rule["id"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert set(result["partialFingerprints"]) == {"asyncTidyStatement/v1", "primaryLocationLineHash"}
        assert all(re.fullmatch("[0-9a-f]{32}", mark) for mark in result["partialFingerprints"].values())
        assert all(s.get("justification", "-") for s in result["suppressions"])
        for fix in result.get("fixes", []):
            assert fix["description"]["text"]
    results = run["results"]
    return (f"{len(results)} findings, {sum(bool(r['suppressions']) for r in results)} suppressed, "
            f"{sum('codeFlows' in r for r in results)} with a chain, {sum('fixes' in r for r in results)} with a fix, "
            f"{len(run['invocations'][0]['toolExecutionNotifications'])} failed")


def github(text):
    lines = text.splitlines()
    for line in lines:
        found = re.fullmatch(r"::(error|warning) (file=[^:]*)::(.+)", line)
        assert found, line
        fields = dict(field.split("=", 1) for field in found[2].split(","))
        assert set(fields) <= {"file", "line", "endLine", "col", "endColumn", "title"} and fields["file"], fields
        assert all(int(v) >= 1 for n, v in fields.items() if n not in ("file", "title")), fields
        assert not re.search(r"%(?!25|0D|0A|3A|2C)", line), line
    failed = sum("title=not analysed" in line for line in lines)
    return f"{len(lines) - failed} findings, {failed} failed"


def gitlab(text):
    entries = json.loads(text)
    for entry in entries:
        assert set(entry) == {"description", "check_name", "fingerprint", "severity", "location"}, entry
        assert entry["severity"] in ("info", "minor", "major", "critical", "blocker"), entry
        assert not entry["location"]["path"].startswith(("/", "./")), entry
        lines = entry["location"]["lines"]
        assert 1 <= lines["begin"] <= lines["end"], entry
    assert len({e["fingerprint"] for e in entries}) == len(entries)
    failed = sum(e["severity"] == "blocker" for e in entries)
    return f"{len(entries) - failed} findings, {failed} failed"


def junit(text):
    root = xml.fromstring(text)
    assert root.tag == "testsuites"
    kinds = {"tests": "testcase", "failures": "failure", "errors": "error", "skipped": "skipped"}
    for node in [root, *root]:
        for attribute, tag in kinds.items():
            assert int(node.get(attribute)) == len(list(node.iter(tag))), (node.attrib, tag)
    for suite in root:
        assert suite.tag == "testsuite" and suite.get("name")
        for case in suite:
            assert case.tag == "testcase" and case.get("name") and case.get("classname") and len(case) <= 1
            assert all(c.tag == "skipped" or (c.get("message") and c.get("type")) for c in case)
    return f"{root.get('failures')} findings, {root.get('skipped')} suppressed, {root.get('errors')} failed"


def checkstyle(text):
    root = xml.fromstring(text)
    assert root.tag == "checkstyle" and root.get("version")
    errors = []
    for file in root:
        assert file.tag == "file" and file.get("name")
        for error in file:
            assert error.tag == "error" and error.get("severity") in ("ignore", "info", "warning", "error")
            assert int(error.get("line")) >= 1 and int(error.get("column", 1)) >= 1
            assert error.get("message") and error.get("source").startswith("async-")
            errors.append(error)
    failed = sum(e.get("source") == "async-tidy-not-analysed" for e in errors)
    return f"{len(errors) - failed} findings, {failed} failed"


def jsonl(text):
    things = [json.loads(line) for line in text.splitlines()]
    assert all("check" in thing or list(thing) == ["failed"] for thing in things)
    failed = sum("failed" in thing for thing in things)
    suppressed = sum(thing.get("suppressed") is not None for thing in things)
    return f"{len(things) - failed} findings, {suppressed} suppressed, {failed} failed"


def html(text):
    assert not re.search(r'(?:src|href)="(?!data:)|@import|url\(', text), "it loads something"
    scripts = re.findall(r"<script[^>]*>(.*?)</script>", text, re.S)
    assert len(scripts) == 2, "text of a finding ends a script"
    data = json.loads(scripts[0])
    assert all(finding["frame"]["lines"] for finding in data["findings"])
    suppressed = sum(finding["suppressed"] is not None for finding in data["findings"])
    diffs = sum(any(fix["diff"].startswith("--- a/") for fix in finding["fixes"]) for finding in data["findings"])
    return f"{len(data['findings'])} findings, {suppressed} suppressed, {diffs} with a diff, {len(data['failed'])} failed"


print(globals()[sys.argv[1]](open(sys.argv[2], encoding="utf-8").read()))
