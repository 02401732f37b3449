"""A language client that does one thing at a time and takes the time: enough to measure a server with."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from time import perf_counter
from typing import Any

URI = "file:///bench/desk.py"

Place = tuple[int, int]


class Session:
    """One server, spawned when this is made; `start_seconds` is from before that to its greeting.

    `bytes_received` counts what the server sent since it was last set to 0. `settings` are the editor's,
    `environment` the server's, None for one's own.
    """

    def __init__(
        self,
        command: Sequence[str],
        uri: str = URI,
        settings: Mapping[str, Any] | None = None,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        started = perf_counter()
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
        )
        self._uri = uri
        self._version = 0
        self._requests = 1
        self.bytes_received = 0
        capabilities = {"textDocument": {"publishDiagnostics": {"versionSupport": True}}}
        parameters: dict[str, Any] = {"processId": None, "rootUri": None, "capabilities": capabilities}
        if settings is not None:
            parameters["initializationOptions"] = {"settings": settings}
        self._send({"id": 1, "method": "initialize", "params": parameters})
        self._receive(lambda message: message.get("id") == 1)
        self.start_seconds = perf_counter() - started
        self._send({"method": "initialized", "params": {}})

    def open(self, text: str) -> float:
        """Open the document; gives the seconds to its first findings."""
        self._version = 1
        item = {"uri": self._uri, "languageId": "python", "version": 1, "text": text}
        return self._timed({"method": "textDocument/didOpen", "params": {"textDocument": item}})

    def replace(self, start: Place, end: Place, text: str) -> float:
        """Put a text between two places (line and column); gives the seconds to the findings for it."""
        return self._timed(self._change(start, end, text))

    def ask_behind(self, start: Place, end: Place, text: str, method: str, asked: dict[str, Any]) -> float:
        """Make an edit and send a request right behind it; gives the seconds to its answer."""
        self._requests += 1
        number = self._requests
        document = {"textDocument": {"uri": self._uri}}
        started = perf_counter()
        self._send(self._change(start, end, text))
        self._send({"id": number, "method": method, "params": {**document, **asked}})
        self._receive(lambda message: message.get("id") == number and "method" not in message)
        return perf_counter() - started

    def command(self, name: str, argument: object) -> None:
        """Have a command run, without waiting for what comes of it."""
        params = {"command": name, "arguments": [argument]}
        self._send({"id": "command", "method": "workspace/executeCommand", "params": params})

    def _change(self, start: Place, end: Place, text: str) -> dict[str, Any]:
        self._version += 1
        places = [{"line": line, "character": character} for line, character in (start, end)]
        change = {"range": {"start": places[0], "end": places[1]}, "text": text}
        document = {"uri": self._uri, "version": self._version}
        return {
            "method": "textDocument/didChange",
            "params": {"textDocument": document, "contentChanges": [change]},
        }

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
        self._send({"id": "end", "method": "shutdown"})
        self._receive(lambda message: message.get("id") == "end")
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
            self.bytes_received += length
            message = json.loads(self._process.stdout.read(length))
            if is_awaited(message):
                return
            if "id" in message and "method" in message:  # the server asks for something we do not have
                self._send({"id": message["id"], "result": None})
