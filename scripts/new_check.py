#!/usr/bin/env python3
# SPDX-FileCopyrightText: the async-tidy authors
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Makes the room of a check: new_check.py FAULT, with or without the prefix `async-`.

Everything it writes fails until it is filled: the law is L0, the tests look for text that nobody prints.
"""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[1]
HEAD = """// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""
SENTENCE = "Finds FILL, in one sentence: the same here and in two other places."

HEADER = HEAD + """#pragma once

#include "support/UnitCheck.h"

namespace asynctidy {{

/// {sentence}
/// Law L0. Page: docs/checks/{fault}.md.
class {klass} : public UnitCheck {{
public:
  using UnitCheck::UnitCheck;

protected:
  void checkUnit(const Unit &U) override;
}};

}} // namespace asynctidy
"""
SOURCE = HEAD + """#include "{klass}.h"

namespace asynctidy {{

void {klass}::checkUnit(const Unit &U) {{
  // FILL: go over U.functions() and their calls; report where the harm is.
  (void)U;
}}

}} // namespace asynctidy
"""
PAGE = """# async-{fault}

{sentence}

## Bad

```cpp
FILL
```

## Good

```cpp
FILL
```

## What happens

FILL: what `test/models/{fault}.cpp` prints.

## Why

Law L0. FILL

## Stays silent when

FILL

## False and missed alarms

FILL

## Options

None.

## Fix

FILL

## Silencing

`// NOLINT(async-{fault})` on the line, with the reason.

## Since

{version}
"""
WARN = HEAD + """// RUN: %check %s async-{fault} %t
#include <aio/aio.h>

// FILL: every accepted shape; the text once in full, with exact columns.
// CHECK-MESSAGES: :[[@LINE+1]]:1: warning: FILL [async-{fault}]
void shape_bad() {{}}
"""
SILENT = HEAD + """// RUN: %check %s async-{fault} %t --silent
#include <aio/aio.h>

// FILL: every exemption with its reason; templates, macros, system headers.
#error FILL
"""
FIX = HEAD + """// RUN: %check %s async-{fault} %t
#include <aio/aio.h>

// FILL: the fixed text; a second run is clean.
// CHECK-FIXES: FILL
void shape_bad() {{}}
"""
MODEL = HEAD + """// Proof of harm, law L0: FILL.
// REQUIRES: aio-lib
// RUN: %clangxx %aio-flags -w %s -o %t %aio-lib
// RUN: not %t broken 2>&1 | FileCheck --check-prefix=BROKEN %s
// RUN: %t repaired 2>&1 | FileCheck --check-prefix=CLEAN %s
// RUN: %check %s async-{fault} %t.lint
#include <aio/aio.h>

#include <string_view>

// BROKEN: FILL
void broken() {{}}

// CLEAN: FILL
void repaired() {{}}

int main(int, char **argv) {{ std::string_view(argv[1]) == "broken" ? broken() : repaired(); }}
"""


def fail(words):
    print(f"dev: new-check: {words}", file=sys.stderr)
    sys.exit(2)


def insert_sorted(path, line, like):
    """Puts a line among those that match, in their order."""
    lines = path.read_text().splitlines(keepends=True)
    places = [i for i, text in enumerate(lines) if re.match(like, text)]
    at = next((i for i in places if lines[i] > line), places[-1] + 1)
    lines.insert(at, line)
    path.write_text("".join(lines))


def main():
    if len(sys.argv) != 2:
        fail("one name, for example: ./dev new-check lost-wakeup")
    fault = sys.argv[1].removeprefix("async-")
    if not re.fullmatch(r"[a-z]+(-[a-z]+)*", fault):
        fail(f"'{sys.argv[1]}' is not a name of a fault: lower-case words with hyphens between them")
    if re.match(r"(no|use(?!-after-)|avoid|prefer|require|missing|check)-", fault):
        fail(f"'{fault}' names a cure; a check is named after the fault, as in 'nested-run'")
    register = ROOT / "checks" / "Checks.def"
    klass = "".join(word.capitalize() for word in fault.split("-")) + "Check"
    version = re.search(r"project\(AsyncTidy VERSION ([\d.]+)", (ROOT / "CMakeLists.txt").read_text()).group(1)
    room = {
        f"checks/{klass}.h": HEADER, f"checks/{klass}.cpp": SOURCE, f"docs/checks/{fault}.md": PAGE,
        f"test/checks/{fault}/warn.cpp": WARN, f"test/checks/{fault}/silent.cpp": SILENT,
        f"test/checks/{fault}/fix.cpp": FIX, f"test/models/{fault}.cpp": MODEL,
    }
    taken = [place for place in room if (ROOT / place).exists()]
    if f'"async-{fault}"' in register.read_text():
        taken.insert(0, "checks/Checks.def")
    if taken:
        fail(f"'async-{fault}' exists: {', '.join(taken)}")

    for place, template in room.items():
        path = ROOT / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(template.format(fault=fault, klass=klass, version=version, sentence=SENTENCE))
    line = f'CHECK("async-{fault}", {klass}, bug, "L0", safe, "{version}")\n'
    text = register.read_text()
    register.write_text(text.replace("#undef CHECK", line + "#undef CHECK") if "#undef CHECK" in text else text + line)
    insert_sorted(ROOT / "checks" / "CMakeLists.txt", f"  {klass}.cpp\n", r"  \w+Check\.cpp$")
    insert_sorted(ROOT / "checks" / "Module.cpp", f'#include "{klass}.h"\n', r'#include "\w+Check\.h"$')

    print("Made, and failing until it is filled:")
    for place in ["checks/Checks.def (group, law and kind of fix)", "checks/CMakeLists.txt", "checks/Module.cpp", *room]:
        print(f"  {place}")
    print(f"Still yours: CHANGELOG.md (New checks), docs/laws.md, the roles in checks/models/*.yaml.\n"
          f"Then: ./dev test {fault}")


main()
