"""A client of yaml-language-server over its standard streams (Language Server Protocol 3.17): what an editor asks."""

from __future__ import annotations

import json
import subprocess
import threading
from itertools import count
from pathlib import Path
from queue import Queue
from typing import Any, TypeVar

Key, Item = TypeVar("Key"), TypeVar("Item")

PATIENCE = 120.0
"""Seconds to wait for an answer before the server counts as broken."""
PLACE = "/story"
"""Where the documents are said to lie: they are given to the server, never written. The folder below is their kind."""


class Server:
    """One server process with a schema for each kind of document."""

    def __init__(self, command: str, schemas: dict[str, Path]) -> None:
        self._settings = {
            "validate": True,
            "completion": True,
            "hover": False,
            "schemaStore": {"enable": False},
            "schemas": {path.as_uri(): f"{PLACE}/{kind}/*.yaml" for kind, path in schemas.items()},
        }
        self._process = subprocess.Popen(
            [command, "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self._ids = count(1)
        self._names = count(1)
        self._answers: dict[int, Queue[Any]] = {}
        self._found: dict[str, Queue[list[dict[str, Any]]]] = {}
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()
        self._ask("initialize", {"processId": None, "rootUri": None, "capabilities": _CAPABILITIES})
        self._tell("initialized", {})
        self._tell("workspace/didChangeConfiguration", {"settings": {"yaml": self._settings}})

    # -- what is asked

    def open(self, kind: str, text: str, file: Path | None = None) -> str:
        """Open a document of a kind, or as a file that lies elsewhere; its address."""
        uri = file.as_uri() if file else f"file://{PLACE}/{kind}/{next(self._names)}.yaml"
        document = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
        self._tell("textDocument/didOpen", {"textDocument": document})
        return uri

    def diagnostics(self, uri: str) -> list[tuple[int, str]]:
        """What is underlined in a document that was just opened: lines from 1, and words."""
        found = _queue(self._found, uri).get(timeout=PATIENCE)
        return [(one["range"]["start"]["line"] + 1, one["message"]) for one in found]

    def completions(self, kind: str, text: str) -> dict[str, str]:
        """What is offered at the sign `^` in a text: labels, each with what is inserted."""
        before, after = text.split("^")
        uri = self.open(kind, before + after)
        position = {"line": before.count("\n"), "character": len(before) - before.rfind("\n") - 1}
        found = self._ask("textDocument/completion", {"textDocument": {"uri": uri}, "position": position})
        items = found["items"] if isinstance(found, dict) else found or []
        return {one["label"]: one.get("textEdit", {}).get("newText") or one.get("insertText", "") for one in items}

    def close(self) -> None:
        """End the process."""
        self._ask("shutdown", None)
        self._tell("exit", None)
        self._process.wait(timeout=PATIENCE)
        self._listener.join(timeout=PATIENCE)
        for stream in (self._process.stdin, self._process.stdout):
            assert stream is not None
            stream.close()

    # -- the wire

    def _ask(self, method: str, params: Any) -> Any:
        number = next(self._ids)
        self._send({"id": number, "method": method, "params": params})
        return _queue(self._answers, number).get(timeout=PATIENCE)

    def _tell(self, method: str, params: Any) -> None:
        self._send({"method": method, "params": params})

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._process.stdin is not None
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self._process.stdin.flush()

    def _listen(self) -> None:
        stream = self._process.stdout
        assert stream is not None
        while header := stream.readline():
            size = int(header.split(b":")[1])
            while stream.readline().strip():
                pass
            self._take(json.loads(stream.read(size)))

    def _take(self, message: dict[str, Any]) -> None:
        method = message.get("method")
        if method is None:
            _queue(self._answers, message["id"]).put(message.get("result"))
        elif method == "textDocument/publishDiagnostics":
            _queue(self._found, message["params"]["uri"]).put(message["params"]["diagnostics"])
        elif "id" in message:
            wanted = message.get("params", {}).get("items", [])
            answer = [self._settings if item.get("section") == "yaml" else {} for item in wanted]
            self._send({"id": message["id"], "result": answer if method == "workspace/configuration" else None})


_CAPABILITIES = {
    "workspace": {"configuration": True},
    "textDocument": {"completion": {"completionItem": {"snippetSupport": True}}},
}


def _queue(table: dict[Key, Queue[Item]], key: Key) -> Queue[Item]:
    """What waits under a key, made once, whichever thread asks first: a defaultdict may make two, and lose one."""
    return table.setdefault(key, Queue())
