#!/usr/bin/env python3
# SPDX-FileCopyrightText: the async-tidy authors
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""schema.py TOOL SCHEMA: the schema against the reader itself: both take the good files, both refuse the bad ones."""
import json
import pathlib
import re
import subprocess
import sys

import yaml

try:
    import jsonschema
except ImportError:
    jsonschema = None


class Loader(yaml.SafeLoader):
    """YAML 1.2, as editors read it: only true and false are truths, 'on' is a word."""


TRUTH = "tag:yaml.org,2002:bool"
Loader.yaml_implicit_resolvers = {first: [(tag, form) for tag, form in forms if tag != TRUTH]
                                  for first, forms in yaml.SafeLoader.yaml_implicit_resolvers.items()}
Loader.add_implicit_resolver(TRUTH, re.compile("^(true|false)$"), list("tf"))
tool, schema = sys.argv[1], json.loads(pathlib.Path(sys.argv[2]).read_text())
root = pathlib.Path(__file__).resolve().parents[3]

good = [
    "preset: strict\n",
    "preset: migration\nchecks: -async-repeated-run\nseverities: {async-implicit-loop: error, async-tidy-unused-allow: warning}\n"
    "exclude: [third_party/]\npaths: [src/]\nfolders:\n  - path: src/legacy\n    checks: -async-implicit-loop\n",
    "library: mine\nnamespaces: [mine]\ncalls:\n  - name: mine::run\n    runs: own\n    nested: throws\n",
    "library: mine\ncoroutines:\n  - {type: 'mine::Task', start: lazy, awaited: once}\nloops:\n  - {type: 'mine::Loop', closed: by hand}\n",
]
bad = [
    "preset: strict\nchekcs: x\n", "preset: pedantic\n", "severities: {async-nested-run: fatal}\n", "severities: {async-implicit-lop: error}\n",
    "paths: src/\n", "folders: [{path: src}]\n", "folders: [{path: src, checks: x, more: y}]\n",
    "library: mine\ncalls:\n  - {name: 'a::b', rns: own}\n", "library: mine\ncalls:\n  - {name: 'a::b', runs: own, nested: explodes}\n",
    "library: mine\nloops:\n  - {closed: by hand}\n", "library: mine\nloops:\n  - {type: 'a::L', threads: few}\n",
    "library: mine\ncalls:\n  - {name: 'a::b', catches_signals: perhaps}\n",
]


def reader_takes(text):
    pathlib.Path(".async-tidy.yaml").write_text(text)
    done = subprocess.run([tool, "--verify-config"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert done.returncode in (0, 2), done
    return done.returncode == 0, done.stdout


for text in good:
    assert reader_takes(text)[0], (text, reader_takes(text)[1])
for text in bad:
    assert not reader_takes(text)[0], text
if jsonschema:
    jsonschema.Draft7Validator.check_schema(schema)
    validator = jsonschema.Draft7Validator(schema)
    for text in good:
        validator.validate(yaml.load(text, Loader))
    for text in bad:
        assert list(validator.iter_errors(yaml.load(text, Loader))), text
    # What is in the house is right by it.
    for model in sorted((root / "checks" / "models").glob("*.yaml")):
        validator.validate(yaml.load(model.read_text(), Loader))
else:
    print("python3-jsonschema is not installed: only the reader was asked")


def keys(node):
    """Every key anywhere in the schema."""
    found = set(node.get("properties", {}))
    for under in [*node.get("properties", {}).values(), node.get("items"), node.get("additionalProperties")]:
        if isinstance(under, dict):
            found |= keys(under)
    return found


# Every key that the reader's source maps is in the schema, and none more.
source = (root / "checks" / "support" / "ModelText.cpp").read_text()
read = set(re.findall(r'(?:I\.map(?:Optional|Required)|mapWord)\((?:I, )?"([a-z_]+)"', source))
annotation = {"coroutine", "loop"}  # words of [[clang::annotate]] alone
assert read - annotation == keys(schema), (read - annotation) ^ keys(schema)
