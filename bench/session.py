"""A language client that does one thing at a time and takes the time: enough to measure a server with."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from time import perf_counter
from typing import Any

URI = "file:///bench/desk.py"


class Session:
    """One server, spawned when this is made; `start_seconds` is from before that to its greeting."""

    def __init__(self, command: Sequence[str]) -> None:
        started = perf_counter()
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self._version = 0
        capabilities = {"textDocument": {"publishDiagnostics": {"versionSupport": True}}}
        parameters = {"processId": None, "rootUri": None, "capabilities": capabilities}
        self._send({"id": 1, "method": "initialize", "params": parameters})
        self._receive(lambda message: message.get("id") == 1)
        self.start_seconds = perf_counter() - started
        self._send({"method": "initialized", "params": {}})

    def open(self, text: str) -> float:
        """Open the document; gives the seconds to its first findings."""
        self._version = 1
        item = {"uri": URI, "languageId": "python", "version": 1, "text": text}
        return self._timed({"method": "textDocument/didOpen", "params": {"textDocument": item}})

    def replace(self, line: int, start: int, end: int, text: str) -> float:
        """Put a text between two columns of a line; gives the seconds to the findings for it."""
        self._version += 1
        change = {
            "range": {
                "start": {"line": line, "character": start},
                "end": {"line": line, "character": end},
            },
            "text": text,
        }
        document = {"uri": URI, "version": self._version}
        parameters = {"textDocument": document, "contentChanges": [change]}
        return self._timed({"method": "textDocument/didChange", "params": parameters})

    def peak_bytes(self) -> int | None:
        """The most memory that the server has held so far, None where the system does not tell."""
        try:
            status = Path(f"/proc/{self._process.pid}/status").read_text(encoding="ascii")
        except OSError:
            return None
        held = next((line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:")), None)
        return int(held) * 1024 if held else None

    def close(self) -> None:
        """Take leave, and wait until the server has gone."""
        self._send({"id": 2, "method": "shutdown"})
        self._receive(lambda message: message.get("id") == 2)
        self._send({"method": "exit"})
        self._process.communicate(timeout=30)

    def _timed(self, message: dict[str, Any]) -> float:
        started = perf_counter()
        self._send(message)
        self._receive(
            lambda answer: (
                answer.get("method") == "textDocument/publishDiagnostics"
                and answer["params"].get("version") == self._version
            )
        )
        return perf_counter() - started

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._process.stdin is not None
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self._process.stdin.flush()

    def _receive(self, is_awaited: Callable[[dict[str, Any]], bool]) -> None:
        assert self._process.stdout is not None
        while True:
            length = 0
            while (header := self._process.stdout.readline().strip()) != b"":
                name, _, value = header.partition(b":")
                if name.lower() == b"content-length":
                    length = int(value)
            if not length:
                raise RuntimeError("the server ended before it answered")
            message = json.loads(self._process.stdout.read(length))
            if is_awaited(message):
                return
            if "id" in message and "method" in message:  # the server asks for something we do not have
                self._send({"id": message["id"], "result": None})
