"""`isoscan server`: the transport asked for; what the server then says is the protocol tests' business."""

from __future__ import annotations

import json
import re
import socket
import subprocess
import sys

import pytest
from isoscan.cli.server import parse_address

NO_CAPABILITIES = {"processId": None, "rootUri": None, "capabilities": {}}
INITIALIZE = {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": NO_CAPABILITIES}
SHUTDOWN = {"jsonrpc": "2.0", "id": 2, "method": "shutdown"}
EXIT = {"jsonrpc": "2.0", "method": "exit"}


def framed(*messages: dict) -> bytes:
    bodies = (json.dumps(message).encode() for message in messages)
    return b"".join(b"Content-Length: %d\r\n\r\n%b" % (len(body), body) for body in bodies)


def test_standard_input_and_output_are_the_default(run):
    initialized = {"jsonrpc": "2.0", "method": "initialized", "params": {}}
    result = run("server", stdin=framed(INITIALIZE, initialized, SHUTDOWN, EXIT))
    assert result.returncode == 0, result.stderr
    assert '"capabilities"' in result.stdout


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("127.0.0.1:8765", ("127.0.0.1", 8765)),
        ("8765", ("127.0.0.1", 8765)),
        (":8765", ("127.0.0.1", 8765)),
        ("[::1]:0", ("::1", 0)),
        ("desk:70000", None),
        ("desk:-1", None),
        ("desk", None),
        ("", None),
        ("desk:" + "9" * 5000, None),
    ],
)
def test_addresses(text, address):
    assert parse_address(text) == address


@pytest.mark.parametrize("option", ["--tcp", "--ws"])
def test_an_address_without_a_port_is_said(run, option):
    result = run("server", option, "desk")
    assert result.returncode == 2
    assert result.stderr == f"isoscan: {option} needs HOST:PORT or PORT, such as 127.0.0.1:8765, not `desk`\n"


def test_a_port_in_use_is_said(run):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = run("server", "--tcp", f"127.0.0.1:{port}")
    assert result.returncode == 2
    assert f"cannot listen on 127.0.0.1:{port}" in result.stderr
    assert "Traceback" not in result.stderr


def test_it_listens_on_the_loopback(tmp_path):
    command = [sys.executable, "-m", "isoscan", "server", "--tcp", "0"]
    with subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, text=True) as process:
        try:
            host, port = re.search(r"([\d.]+):(\d+)", process.stderr.readline()).groups()
            assert host == "127.0.0.1"
            with socket.create_connection((host, int(port)), timeout=100) as connection:
                connection.sendall(framed(INITIALIZE))
                assert connection.recv(16) == b"Content-Length: "
        finally:
            process.terminate()
