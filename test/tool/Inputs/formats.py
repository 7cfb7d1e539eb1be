#!/usr/bin/env python3
# SPDX-FileCopyrightText: the async-tidy authors
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""formats.py FORMAT FILE: the report keeps the rules its readers publish, and says how many findings it holds.

SARIF: the object model python3-sarif-python-om, which is made from OASIS' schema, where it is installed (names and what
is required of every object), and by hand what the schema's enumerations and 3.x of the standard ask for. The others have
short published forms: GitHub's workflow commands, GitLab's code quality fields, JUnit's and checkstyle's elements."""
import json
import re
import sys
import xml.etree.ElementTree as xml

try:
    import sarif_om
except ImportError:
    sarif_om = None

MODEL = {  # property → class of its value, of its elements where it is a list
    "runs": "Run", "tool": "Tool", "driver": "ToolComponent", "rules": "ReportingDescriptor", "results": "Result",
    "invocations": "Invocation", "toolExecutionNotifications": "Notification", "locations": "Location",
    "relatedLocations": "Location", "location": "Location", "physicalLocation": "PhysicalLocation", "region": "Region",
    "deletedRegion": "Region", "artifactLocation": "ArtifactLocation", "codeFlows": "CodeFlow", "threadFlows": "ThreadFlow",
    "fixes": "Fix", "artifactChanges": "ArtifactChange", "replacements": "Replacement", "suppressions": "Suppression",
    "defaultConfiguration": "ReportingConfiguration", "shortDescription": "MultiformatMessageString",
    "help": "MultiformatMessageString", "insertedContent": "ArtifactContent", "snippet": "ArtifactContent"}
LEVELS = ("none", "note", "warning", "error")


def sarif_object(thing, kind):
    if sarif_om:
        known = {a.metadata["schema_property_name"]: a for a in getattr(sarif_om, kind).__attrs_attrs__}
        assert set(thing) <= set(known), (kind, set(thing) - set(known))
        missing = [name for name, a in known.items() if a.default.__class__.__name__ == "_Nothing" and name not in thing]
        assert not missing, (kind, missing)
    for name, value in thing.items():
        of = MODEL.get(name)
        if kind == "ThreadFlow" and name == "locations":
            of = "ThreadFlowLocation"
        if name == "message":
            of = "Message"
        if name == "properties" or of is None:
            continue
        for one in value if isinstance(value, list) else [value]:
            sarif_object(one, of)
    if kind == "Region":
        assert all(v >= 0 if n.startswith("byte") else v >= 1 for n, v in thing.items() if n != "snippet"), thing
        assert "startLine" in thing or "byteOffset" in thing, thing
    if kind == "ArtifactLocation":
        assert re.fullmatch(r"[\w./~%:-]+", thing["uri"]), thing
        assert "uriBaseId" not in thing or not thing["uri"].startswith("/"), thing


def sarif(text):
    log = json.loads(text)
    assert log["version"] == "2.1.0" and log["$schema"].endswith("sarif-schema-2.1.0.json")
    sarif_object(log, "SarifLog")
    run, = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert len({r["id"] for r in rules}) == len(rules) > 20
    for rule in rules:
        assert rule["defaultConfiguration"]["level"] in LEVELS
        assert rule["shortDescription"]["text"]
        if not rule["id"].startswith("async-tidy-"):
            assert rule["shortDescription"]["text"].startswith("Finds "), rule["shortDescription"]
            assert rule["id"] in rule["help"]["markdown"] and rule["help"]["text"], rule["id"]
    assert run["columnKind"] in ("utf16CodeUnits", "unicodeCodePoints")
    for result in run["results"]:
        assert result["level"] in LEVELS
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert set(result["partialFingerprints"]) == {"asyncTidyStatement/v1", "primaryLocationLineHash"}
        assert all(re.fullmatch("[0-9a-f]{32}", mark) for mark in result["partialFingerprints"].values())
        assert all(s["kind"] in ("inSource", "external") and s.get("justification", "-") for s in result["suppressions"])
        for flow in result.get("codeFlows", []):
            assert flow["threadFlows"][0]["locations"]
        for fix in result.get("fixes", []):
            assert fix["description"]["text"] and all(c["replacements"] for c in fix["artifactChanges"])
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
