# SPDX-FileCopyrightText: the async-tidy authors
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""A client of the language server protocol over the pipes of a server it starts: just enough for tests."""
import json
import os
import pathlib
import queue
import subprocess
import threading
import time

PATIENCE = 120  # seconds; a machine may be busy


class Client:
    def __init__(self, command, cwd=None, env=None):
        self.server = subprocess.Popen(command, cwd=cwd, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.inbox = queue.Queue()
        self.notifications = []
        self.errors = b""
        self.next_id = 0
        threading.Thread(target=self._read, daemon=True).start()
        self.listener = threading.Thread(target=self._listen, daemon=True)
        self.listener.start()

    def _read(self):
        while True:
            length = None
            while (line := self.server.stdout.readline()) not in (b"\r\n", b""):
                name, _, value = line.partition(b":")
                if name.lower() == b"content-length":
                    length = int(value)
            if length is None:
                self.inbox.put(None)
                return
            self.inbox.put(json.loads(self.server.stdout.read(length)))

    def _listen(self):
        self.errors = self.server.stderr.read()

    def raw(self, data):
        self.server.stdin.write(data)
        self.server.stdin.flush()

    def send(self, message):
        body = json.dumps({"jsonrpc": "2.0", **message}, ensure_ascii=False).encode()
        self.raw(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))

    def notify(self, method, params=None):
        self.send({"method": method, "params": params or {}})

    def receive(self, wanted):
        """The next message that `wanted` takes; the notifications before it are kept."""
        deadline = time.monotonic() + PATIENCE
        while True:
            message = self.inbox.get(timeout=max(0.1, deadline - time.monotonic()))
            assert message is not None, f"the server is gone: {self.end()}"
            if wanted(message):
                return message
            self.notifications.append(message)

    def request(self, method, params=None):
        self.next_id += 1
        ident = self.next_id
        self.send({"id": ident, "method": method, "params": params or {}})
        return self.receive(lambda m: m.get("id") == ident and "method" not in m)

    def result(self, method, params=None):
        answer = self.request(method, params)
        assert "result" in answer, answer
        return answer["result"]

    def error(self, method, params=None):
        answer = self.request(method, params)
        assert "error" in answer, answer
        return answer["error"]

    def await_notification(self, method, wanted=lambda params: True):
        fits = lambda m: m.get("method") == method and wanted(m["params"])
        for index, message in enumerate(self.notifications):
            if fits(message):
                return self.notifications.pop(index)["params"]
        return self.receive(fits)["params"]

    def initialize(self, **capabilities):
        found = self.result("initialize", {"processId": os.getpid(), "rootUri": None, "capabilities": capabilities})
        self.notify("initialized")
        return found

    def open(self, path, text=None, version=1):
        text = pathlib.Path(path).read_text() if text is None else text
        self.notify("textDocument/didOpen", {"textDocument": {"uri": uri(path), "languageId": "cpp", "version": version, "text": text}})

    def change(self, path, text, version):
        self.notify("textDocument/didChange", {"textDocument": {"uri": uri(path), "version": version}, "contentChanges": [{"text": text}]})

    def save(self, path):
        self.notify("textDocument/didSave", {"textDocument": {"uri": uri(path)}})

    def close(self, path):
        self.notify("textDocument/didClose", {"textDocument": {"uri": uri(path)}})

    def diagnostics(self, path, version=None):
        """The next list for the file, of that version when one is given."""
        return self.await_notification(
            "textDocument/publishDiagnostics",
            lambda p: p["uri"] == uri(path) and (version is None or p.get("version") == version))["diagnostics"]

    def actions(self, path, where, only=None):
        context = {"diagnostics": []} | ({"only": only} if only else {})
        return self.result("textDocument/codeAction", {"textDocument": {"uri": uri(path)}, "range": where, "context": context})

    def hover(self, path, line, character):
        return self.result("textDocument/hover", {"textDocument": {"uri": uri(path)}, "position": {"line": line, "character": character}})

    def end(self):
        """Closes the pipe and gives the exit status."""
        if not self.server.stdin.closed:
            self.server.stdin.close()
        status = self.server.wait(timeout=PATIENCE)
        self.listener.join(timeout=PATIENCE)
        return status

    def leave(self):
        assert self.result("shutdown") is None
        self.notify("exit")
        return self.end()


def uri(path):
    return pathlib.Path(path).absolute().as_uri()


def apply(text, edits):
    """The text after the edits, whose columns count in UTF-16."""
    lines = text.splitlines(keepends=True) + [""]

    def offset(position):
        before = "".join(lines[: position["line"]])
        return len(before) + len(lines[position["line"]].encode("utf-16-le")[: 2 * position["character"]].decode("utf-16-le"))

    for edit in sorted(edits, key=lambda e: offset(e["range"]["start"]), reverse=True):
        start, end = offset(edit["range"]["start"]), offset(edit["range"]["end"])
        text = text[:start] + edit["newText"] + text[end:]
    return text
