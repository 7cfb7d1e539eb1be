#!/usr/bin/env python3
# SPDX-FileCopyrightText: the async-tidy authors
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""fingerprints.py BEFORE AFTER: how many of the fingerprints of two JSON reports are alike."""
import json
import sys

before, after = ([f["fingerprint"] for f in json.load(open(name, encoding="utf-8"))["findings"]] for name in sys.argv[1:])
print(f"{len(before)} before, {len(after)} after, {len(set(before) & set(after))} alike")
