"""A server that speaks as OpenAI's does, on loopback, and does what a test tells it: answers, fails, dawdles.

It keeps every byte that comes in, as it comes from the socket.
"""

import json
import threading
from contextlib import suppress

from loopback import Loopback


class ScriptedServer(Loopback):
    """Each request takes the next function of the script; the last one is for all that follow.

    With `tls`, the context of a server, it speaks HTTPS, and what it keeps is what it could decrypt.
    """

    def __init__(self, *script, tls=None):
        self._tls = tls
        self.script = list(script)
        self.received = b""
        self.requests = []
        self.released = threading.Event()
        super().__init__()

    @property
    def address(self):
        scheme = "https" if self._tls else "http"
        return f"{scheme}://127.0.0.1:{self.port}/v1"

    def __exit__(self, *ending):
        self.released.set()
        super().__exit__(*ending)
        for thread in self._threads:
            thread.join(5)

    def serve(self, connection):
        with suppress(OSError):
            if self._tls:
                connection = self._tls.wrap_socket(connection, server_side=True)
        with connection, suppress(OSError):
            while (request := self._request(connection)) is not None:
                self.requests.append(request)
                act = self.script.pop(0) if len(self.script) > 1 else self.script[0]
                if act(connection, request, self) is False:
                    return

    def _request(self, connection):
        data = b""
        while b"\r\n\r\n" not in data:
            piece = connection.recv(65536)
            if not piece:
                return None
            self.received += piece
            data += piece
        head, _, body = data.partition(b"\r\n\r\n")
        lines = head.decode("latin-1").split("\r\n")
        headers = dict(line.lower().split(": ", 1) for line in lines[1:])
        length = int(headers.get("content-length", 0))
        while len(body) < length:
            piece = connection.recv(65536)
            self.received += piece
            body += piece
        return {"line": lines[0], "headers": headers, "body": json.loads(body) if body else None}


def chunk(text=None, finish=None, **more):
    choice = {"index": 0, "delta": {} if text is None else {"content": text}, "finish_reason": finish}
    return {
        "id": "1",
        "object": "chat.completion.chunk",
        "created": 1,
        "model": "m",
        "choices": [choice],
        **more,
    }


def event(data):
    return b"data: " + (data if isinstance(data, bytes) else json.dumps(data).encode()) + b"\n\n"


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"


def send(connection, data):
    connection.sendall(b"%x\r\n%b\r\n" % (len(data), data))


def answers(text, pieces=3, finish="stop", tokens=(100, 20)):
    """Streams a text whole."""

    def act(connection, request, server):
        written = text(request) if callable(text) else text
        connection.sendall(HEAD)
        step = max(1, -(-len(written) // pieces))
        for start in range(0, len(written), step):
            send(connection, event(chunk(written[start : start + step])))
        send(connection, event(chunk(None, finish)))
        usage = {"prompt_tokens": tokens[0], "completion_tokens": tokens[1], "total_tokens": sum(tokens)}
        send(connection, event({**chunk(), "choices": [], "usage": usage}))
        send(connection, event(b"[DONE]"))
        connection.sendall(b"0\r\n\r\n")

    return act


def cuts(text):
    """Streams a text and hangs up in the middle of the stream."""

    def act(connection, request, server):
        connection.sendall(HEAD)
        send(connection, event(chunk(text)))
        return False

    return act


def fails(status, body=None, headers=()):
    """Answers with a status."""

    def act(connection, request, server):
        data = json.dumps(body if body is not None else {"error": {"message": f"status {status}"}}).encode()
        extra = "".join(f"{name}: {value}\r\n" for name, value in headers)
        head = f"HTTP/1.1 {status} X\r\nContent-Type: application/json\r\nContent-Length: {len(data)}\r\n"
        connection.sendall(f"{head}{extra}\r\n".encode() + data)

    return act


def hangs(connection, request, server):
    """Takes the request and says nothing until the test is over."""
    server.released.wait(60)
    return False


def drips(text):
    """Streams a letter at a time, and never comes to an end."""

    def act(connection, request, server):
        connection.sendall(HEAD)
        for letter in text * 1000:
            if server.released.wait(0.01):
                return False
            send(connection, event(chunk(letter)))
        return False

    return act


def writes(data):
    """Answers with bytes that are no HTTP, or no answer."""

    def act(connection, request, server):
        connection.sendall(data)
        return False

    return act


def form_of(request):
    """Which form an answer was asked for in: schema, json or text."""
    kind = (request["body"].get("response_format") or {}).get("type")
    return {"json_schema": "schema", "json_object": "json", None: "text"}[kind]


def takes_only(form, text):
    """Refuses all other forms, as servers do that lack them."""

    def act(connection, request, server):
        refusal = fails(400, {"error": {"message": "response_format is not supported"}})
        taken = form_of(request) == form
        return (answers(text) if taken else refusal)(connection, request, server)

    return act
