#!/usr/bin/env python3
# SPDX-FileCopyrightText: the async-tidy authors
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""lsp.py TOOL FOLDER NAME: one session with `TOOL lsp` in a fresh project below FOLDER; each test is a function."""
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time

from lsp_client import Client, apply, uri

TOOL, FOLDER = sys.argv[1], pathlib.Path(sys.argv[2]).resolve()
HERE = pathlib.Path(__file__).resolve().parent
NESTED = """#include "loops.h"
aio::Coro<> work() { aio::get_event_loop().stop(); co_return; }
"""
CLEAN = NESTED.replace("get_event_loop", "get_running_loop")
LEFT = """#include "loops.h"
void left() { (*&aio::get_event_loop()).stop(); }
"""


def project(*names, text=NESTED):
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    for name in names:
        (FOLDER / name).write_text(text)
    subprocess.run([sys.executable, HERE / "database.py", FOLDER, *names], check=True)
    return [FOLDER / name for name in names]


def client(*words, **more):
    return Client([TOOL, "lsp", "--delay=50", *words], **more)


def codes(diagnostics):
    return [d["code"] for d in diagnostics]


def session():
    """From hello to goodbye: a finding, its repair, the clean text, all without saving."""
    (path,) = project("a.cpp")
    c = client()
    found = c.initialize(textDocument={"publishDiagnostics": {"relatedInformation": True}})
    assert found["serverInfo"]["name"] == "async-tidy", found
    assert found["capabilities"]["textDocumentSync"]["change"] == 1, found
    assert found["capabilities"]["hoverProvider"] is True
    c.open(path)
    (one,) = c.diagnostics(path, 1)
    assert one["code"] == "async-implicit-loop" and one["source"] == "async-tidy" and one["severity"] == 2, one
    line = NESTED.splitlines()[1]
    start, end = one["range"]["start"], one["range"]["end"]
    assert start["line"] == end["line"] == 1
    assert "get_event_loop" in line[start["character"]:end["character"]], one
    related = one["relatedInformation"]
    assert related and related[-1]["location"]["uri"] == uri(path), one
    assert "names the loop" in related[-1]["message"], one

    hover = c.hover(path, 1, start["character"] + 1)
    text = hover["contents"]["value"]
    assert hover["contents"]["kind"] == "markdown" and hover["range"] == one["range"]
    assert "Law L5" in text and "name the loop you mean" in text and "Remedy: 'run', a 'Runner'" in text, text
    assert c.hover(path, 0, 3) is None

    fix, allow = c.actions(path, one["range"])
    assert fix["kind"] == "quickfix" and fix["isPreferred"] is True and fix["diagnostics"] == [one], fix
    assert apply(NESTED, fix["edit"]["changes"][uri(path)]) == CLEAN, fix
    allowed = apply(NESTED, allow["edit"]["changes"][uri(path)])
    assert "isPreferred" not in allow and "\n// async-tidy: allow(async-implicit-loop) \naio::Coro" in allowed, allowed
    (every,) = c.actions(path, one["range"], only=["source.fixAll"])
    assert every["kind"] == "source.fixAll.async-tidy"
    assert apply(NESTED, every["edit"]["changes"][uri(path)]) == CLEAN, every
    assert c.actions(path, {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 1}}) == []
    assert c.actions(path, one["range"], only=["refactor"]) == []

    # A reason has to be written: until then the finding stays, and the comment is reported.
    c.change(path, allowed, 2)
    assert sorted(codes(c.diagnostics(path, 2))) == ["async-implicit-loop", "async-tidy-faulty-allow"]
    c.change(path, allowed.replace("loop) \n", "loop) until the loop has a name\n"), 3)
    assert c.diagnostics(path, 3) == []
    c.change(path, CLEAN.replace("aio::Coro", "// async-tidy: allow(async-implicit-loop) is gone\naio::Coro", 1), 4)
    (unused,) = c.diagnostics(path, 4)
    assert unused["code"] == "async-tidy-unused-allow" and unused["tags"] == [1], unused
    c.change(path, CLEAN, 5)
    assert c.diagnostics(path, 5) == []
    assert path.read_text() == NESTED
    c.change(path, NESTED, 6)
    assert codes(c.diagnostics(path, 6)) == ["async-implicit-loop"]
    c.close(path)
    assert c.diagnostics(path) == []
    assert c.leave() == 0


def unicode():
    """Columns count in UTF-16, whatever stands before them, and edits hit."""
    (path,) = project("ü.cpp")
    text = '#include "loops.h"\r\naio::Coro<> work() { /* é 😀 */ aio::get_event_loop().stop(); co_return; }\r\n'
    c = client()
    c.initialize()
    c.open(path, text)
    (one,) = c.diagnostics(path, 1)
    line = text.splitlines()[1].encode("utf-16-le")
    start, end = (2 * one["range"][k]["character"] for k in ("start", "end"))
    assert line[start:end].decode("utf-16-le").startswith("aio::get_event_loop") or \
        line[start:end].decode("utf-16-le").startswith("get_event_loop"), line[start:end]
    # No related places for a client that shows none: told in the message.
    assert "relatedInformation" not in one and "names the loop" in one["message"], one
    fix, allow = c.actions(path, one["range"])
    assert apply(text, fix["edit"]["changes"][uri(path)]) == text.replace("get_event_loop", "get_running_loop")
    assert "loop) \r\naio" in apply(text, allow["edit"]["changes"][uri(path)])
    assert c.leave() == 0


def headers():
    """A header that is not saved counts in the files that include it; it is analysed with one of them."""
    path, = project("a.cpp", text='#include "shared.h"\n')
    header = FOLDER / "shared.h"
    header.write_text("#pragma once\n")
    c = client()
    c.initialize()
    c.open(path)
    assert c.diagnostics(path, 1) == []
    c.open(header, NESTED.replace("Coro<> work", "Coro<> inline work").replace("aio::Coro<> inline", "inline aio::Coro<>"))
    assert codes(c.diagnostics(header, 1)) == ["async-implicit-loop"]
    header.write_text("#pragma once\n")
    c.change(header, "#pragma once\n", 2)
    assert c.diagnostics(header, 2) == []
    # A header nobody includes is analysed by itself.
    alone = FOLDER / "alone.h"
    c.open(alone, "#pragma once\n" + NESTED)
    assert codes(c.diagnostics(alone, 1)) == ["async-implicit-loop"]
    assert c.leave() == 0


def chains():
    """What only the whole program shows: of the open files, and with --whole-program of all."""
    paths = project("a.cpp", "b.cpp")
    paths[0].write_text('#include "loops.h"\nvoid helper();\naio::Coro<> work() { helper(); co_return; }\n')
    paths[1].write_text('namespace std::this_thread { template <class T> void sleep_for(T); }\n'
                        'void helper() { std::this_thread::sleep_for(1); }\n')
    c = client()
    c.initialize(textDocument={"publishDiagnostics": {"relatedInformation": True}})
    c.open(paths[1])
    assert c.diagnostics(paths[1], 1) == []
    c.open(paths[0])
    (one,) = c.await_notification("textDocument/publishDiagnostics",
                                  lambda p: p["uri"] == uri(paths[1]) and p["diagnostics"])["diagnostics"]
    assert one["code"] == "async-blocking-call", one
    assert uri(paths[0]) in [r["location"]["uri"] for r in one["relatedInformation"]], one
    assert c.leave() == 0
    c = client("--whole-program")
    c.initialize()
    c.open(paths[1])
    c.await_notification("textDocument/publishDiagnostics", lambda p: p["uri"] == uri(paths[1]) and p["diagnostics"])
    assert c.leave() == 0


def settings():
    """.async-tidy.yaml, .clang-tidy and a database that comes late are taken up; what is wrong is told once."""
    global FOLDER
    with tempfile.TemporaryDirectory() as outside:  # of every build folder
        FOLDER = pathlib.Path(outside).resolve() / "project"
        late()


def late():
    (path,) = project("a.cpp")
    (FOLDER / "compile_commands.json").rename(FOLDER / "later.json")
    c = client()
    c.initialize(workspace={"didChangeWatchedFiles": {"dynamicRegistration": True}})
    register = c.receive(lambda m: m.get("method") == "client/registerCapability")
    assert "compile_commands.json" in json.dumps(register["params"])
    c.send({"id": register["id"], "result": None})
    c.open(path)
    said = c.await_notification("window/showMessage")
    assert "no compile database found" in said["message"] and said["type"] == 2, said
    c.change(path, NESTED + "\n", 2)
    c.save(path)
    (FOLDER / "later.json").rename(FOLDER / "compile_commands.json")
    c.notify("workspace/didChangeWatchedFiles", {"changes": []})
    (one,) = c.diagnostics(path, 2)
    assert one["severity"] == 2
    assert not [m for m in c.notifications if m["method"] == "window/showMessage"], c.notifications
    (FOLDER / ".async-tidy.yaml").write_text("severities: {async-implicit-loop: error}\n")
    c.notify("workspace/didChangeWatchedFiles", {"changes": []})
    (one,) = c.diagnostics(path, 2)
    assert one["severity"] == 1, one
    (FOLDER / ".async-tidy.yaml").write_text("preset: strict\nchekcs: x\n")
    c.save(path)
    assert "unknown key 'chekcs'" in c.await_notification("window/showMessage")["message"]
    (FOLDER / ".async-tidy.yaml").unlink()
    (FOLDER / ".clang-tidy").write_text("Checks: '-*,bugprone-*'\n")
    c.save(path)
    assert "no check is enabled" in c.await_notification("window/showMessage")["message"]
    assert c.leave() == 0


def failures():
    """A text that does not parse, a worker that is killed and one that is late: the server lives on."""
    (path,) = project("a.cpp")
    c = client()
    c.initialize()
    c.open(path, NESTED + "oops\n")
    assert codes(c.diagnostics(path, 1)) == ["async-implicit-loop"]
    assert c.actions(path, {"start": {"line": 1, "character": 0}, "end": {"line": 1, "character": 80}}) != []
    assert "not wholly analysed" in c.await_notification("window/logMessage")["message"]
    # An endless compilation, killed from outside, and one that is left to run into its limit.
    endless = "constexpr unsigned f(unsigned n) { unsigned s = 0; for (unsigned i = 0; i < 4000000000u; ++i) s ^= i * n; return s; }\n"
    database = json.loads((FOLDER / "compile_commands.json").read_text())
    database[0]["command"] += " -fconstexpr-steps=2147483647"
    (FOLDER / "compile_commands.json").write_text(json.dumps(database))
    slow = endless + "".join(f"static_assert(f({i}) != 1);\n" for i in range(1, 40))
    c.change(path, slow, 2)
    worker = None
    while not worker:
        time.sleep(0.05)
        listed = subprocess.run(["pgrep", "-P", str(c.server.pid)], stdout=subprocess.PIPE, text=True).stdout.split()
        worker = int(listed[0]) if listed else None
    time.sleep(0.3)
    os.kill(worker, signal.SIGSEGV)
    assert "crashed (signal 11)" in c.await_notification("window/showMessage")["message"]
    c.change(path, CLEAN, 4)
    assert c.diagnostics(path, 4) == []
    # A change throws away what runs.
    c.change(path, slow, 5)
    time.sleep(0.5)
    c.change(path, NESTED, 6)
    assert codes(c.diagnostics(path, 6)) == ["async-implicit-loop"]
    assert c.leave() == 0
    c = client("--timeout=1")
    c.initialize()
    c.open(path, slow)
    assert "ran out of time (1 s)" in c.await_notification("window/showMessage")["message"]
    assert c.hover(path, 0, 0) is None
    assert c.leave() == 0


def protocol():
    """What is no message, no method or out of turn gets its error, and the session goes on."""
    (path,) = project("a.cpp")
    c = client()
    assert c.error("textDocument/hover")["code"] == -32002
    c.notify("textDocument/didOpen", {"textDocument": {"uri": uri(path), "languageId": "cpp", "version": 1, "text": ""}})
    c.initialize()
    assert c.error("initialize")["code"] == -32600
    assert c.error("no/suchMethod")["code"] == -32601
    assert c.error("textDocument/hover", {"position": 7})["code"] == -32602
    c.notify("no/suchNotification")
    c.notify("$/setTrace", {"value": "off"})
    null = lambda m: m.get("id", 0) is None and "error" in m
    for data, code in ((b"Content-Length: 5\r\n\r\n{oops", -32700),
                       (b"Content-Length: 4\r\n\r\n\xff\xfe\xfd\xfc", -32700),
                       (b"Content-Length: many\r\n\r\n", -32700),
                       (b"X-Header: 1\r\n\r\n", -32700),
                       (b"Content-Length: 99999999999999999999\r\n\r\n", -32700),
                       (b"x" * 9000, -32700),
                       (b"Content-Length: 2\r\n\r\n[]", -32600),
                       (b"Content-Length: 2\r\n\r\n{}", -32600),
                       (b'Content-Length: 17\r\n\r\n{"jsonrpc":"2.0"}', -32600)):
        c.raw(data)
        assert c.receive(null)["error"]["code"] == code, data
    # Garbage before a message, and a message in pieces.
    body = json.dumps({"jsonrpc": "2.0", "id": "text", "method": "textDocument/hover",
                       "params": {"textDocument": {"uri": uri(path)}, "position": {"line": 0, "character": 0}}}).encode()
    c.raw(b"garbage Content-Type: x\r\ncontent-length: %d\r\n\r\n" % len(body) + body[:10])
    time.sleep(0.2)
    c.raw(body[10:])
    assert c.receive(lambda m: m.get("id") == "text")["result"] is None
    c.notify("textDocument/didOpen", {"textDocument": {"uri": "untitled:Untitled-1", "languageId": "cpp", "version": 1, "text": ""}})
    c.change(path, CLEAN, 2)  # not open
    c.close(path)
    c.open(path)
    assert codes(c.diagnostics(path, 1)) == ["async-implicit-loop"]
    assert c.result("shutdown") is None
    assert c.error("textDocument/hover")["code"] == -32600
    c.notify("exit")
    assert c.end() == 0


def installed():
    """Behind a check's name is its page, as it was installed."""
    (path,) = project("a.cpp")
    c = client()
    c.initialize()
    c.open(path)
    (one,) = c.diagnostics(path, 1)
    page = one["codeDescription"]["href"]
    assert page.startswith("file:///") and page.endswith("/doc/async-tidy/checks/implicit-loop.md"), page
    assert pathlib.Path(page.removeprefix("file://")).read_text().startswith("# async-implicit-loop")
    assert page in c.hover(path, 1, one["range"]["start"]["character"])["contents"]["value"]
    assert c.leave() == 0


def endings():
    """0 only after shutdown and exit; no worker and no file of a session is left."""
    (path,) = project("a.cpp")
    temporary = FOLDER / "tmp"
    temporary.mkdir()
    more = {"env": {**os.environ, "TMPDIR": str(temporary)}}
    c = client(**more)
    c.initialize()
    c.notify("exit")
    assert c.end() == 1
    c = client(**more)
    assert c.end() == 1
    c = client(**more)
    c.initialize()
    c.open(path)
    assert c.end() == 1  # the pipe is closed while a worker runs
    c = client(**more)
    c.initialize()
    c.open(path)
    c.server.send_signal(signal.SIGTERM)
    assert c.end() == 1
    assert list(temporary.iterdir()) == [], list(temporary.iterdir())


globals()[sys.argv[3]]()
