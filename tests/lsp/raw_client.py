"""A client that speaks bare JSON-RPC with a server process: for what a well-behaved client never does."""

import json
import queue
import subprocess
import sys
import threading
from pathlib import Path

SERVER = (
    sys.executable,
    "-c",
    "import sys; from isoscan.cli.main import main; sys.exit(main())",
    "server",
    "--stdio",
)
# Only failing tests wait this long; a loaded machine may.
SECONDS = 100


def frame(message):
    body = message if isinstance(message, bytes) else json.dumps(message).encode()
    return b"Content-Length: %d\r\n\r\n%b" % (len(body), body)


def request(msg_id, method, params=None):
    return {"jsonrpc": "2.0", "id": msg_id, "method": method, "params": params}


def notification(method, params=None):
    return {"jsonrpc": "2.0", "method": method, "params": params}


class RawClient:
    """One server process. `stderr` is the log's path; whatever is received waits in order."""

    def __init__(self, log: Path, command=SERVER):
        self.stderr = log
        with log.open("wb") as sink:
            self.process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=sink, bufsize=0
            )
        self._received = queue.Queue()
        self._set_aside = []
        self._last_id = 0
        self.seconds = SECONDS
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self):
        stream = self.process.stdout
        buffered = b""
        while piece := stream.read(65536):
            buffered += piece
            while (end := buffered.find(b"\r\n\r\n")) >= 0:
                length = int(buffered[:end].lower().split(b"content-length:")[1].split(b"\r\n")[0])
                if len(buffered) < end + 4 + length:
                    break
                self._received.put(json.loads(buffered[end + 4 : end + 4 + length]))
                buffered = buffered[end + 4 + length :]
        self._received.put(None)

    # Sending

    def send(self, *messages):
        """Send messages in one write."""
        self.process.stdin.write(b"".join(frame(message) for message in messages))

    def send_bytes(self, data):
        self.process.stdin.write(data)

    def notify(self, method, params=None):
        self.send(notification(method, params))

    def ask(self, method, params=None):
        """Send a request and give the whole response, `result` or `error` inside."""
        self._last_id += 1
        self.send(request(self._last_id, method, params))
        return self.response(self._last_id)

    def result(self, method, params=None):
        response = self.ask(method, params)
        assert "error" not in response, response
        return response["result"]

    # Receiving

    def receive(self, wanted=lambda message: True):
        """The next message that is wanted; others are set aside for later calls."""
        for index, message in enumerate(self._set_aside):
            if wanted(message):
                return self._set_aside.pop(index)
        while True:
            try:
                message = self._received.get(timeout=self.seconds)
            except queue.Empty:
                raise AssertionError(
                    f"nothing came; set aside: {self._set_aside}; the log: {self.stderr.read_text()}"
                ) from None
            assert message is not None, f"the server ended: {self.stderr.read_text()}"
            if wanted(message):
                return message
            self._set_aside.append(message)

    def response(self, msg_id):
        return self.receive(lambda message: message.get("id") == msg_id and "method" not in message)

    def notification(self, method):
        return self.receive(lambda message: message.get("method") == method)["params"]

    def diagnostics(self, uri, version=None):
        """The parameters of the published set for a document (and version)."""

        def wanted(message):
            params = message.get("params") or {}
            return (
                message.get("method") == "textDocument/publishDiagnostics"
                and params["uri"] == uri
                and (version is None or params.get("version") == version)
            )

        return self.receive(wanted)["params"]

    def received_so_far(self, method):
        """Whatever of this method has come in and was not asked for."""
        while not self._received.empty():
            self._set_aside.append(self._received.get())
        return [
            message["params"] for message in self._set_aside if message and message.get("method") == method
        ]

    def close_everything(self):
        """Close all documents and forget what came in: the next test finds the session as new."""
        for document in self.result("isoscan/state")["documents"]:
            self.notify("textDocument/didClose", {"textDocument": {"uri": document["uri"]}})
        self.result("isoscan/state")
        self.received_so_far("")
        self._set_aside.clear()

    # The usual

    def initialize(self, capabilities=None, options=None, process_id=None, **more):
        params = {"processId": process_id, "rootUri": None, "capabilities": capabilities or {}, **more}
        if options is not None:
            params["initializationOptions"] = options
        result = self.result("initialize", params)
        self.notify("initialized", {})
        return result

    def open(self, uri, text, version=1):
        item = {"uri": uri, "languageId": "python", "version": version, "text": text}
        self.notify("textDocument/didOpen", {"textDocument": item})

    def change(self, uri, version, *changes):
        """Changes are whole texts, or (line, character, line, character, text)."""
        self.notify("textDocument/didChange", change_params(uri, version, *changes))

    def state(self, uri):
        documents = self.result("isoscan/state")["documents"]
        return next(document for document in documents if document["uri"] == uri)

    def wait(self):
        return self.process.wait(SECONDS)

    def stop(self):
        """End the process whatever state it is in."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(SECONDS)
        self._reader.join(SECONDS)
        self.process.stdin.close()
        self.process.stdout.close()


def change_params(uri, version, *changes):
    return {
        "textDocument": {"uri": uri, "version": version},
        "contentChanges": [
            {"text": change}
            if isinstance(change, str)
            else {
                "range": {
                    "start": {"line": change[0], "character": change[1]},
                    "end": {"line": change[2], "character": change[3]},
                },
                "text": change[4],
            }
            for change in changes
        ],
    }
