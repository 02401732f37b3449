"""The server over sockets: one session, then the process ends as over standard streams."""

import json
import re
import socket
import subprocess
import sys

import pytest
from raw_client import SECONDS, frame, notification, request

COMMAND = ("-c", "import sys; from isoscan.cli.main import main; sys.exit(main())", "server")


@pytest.fixture
def listening():
    """Starts a server with `--tcp` or `--ws`; gives the process and its port."""
    processes = []

    def listen(option, address="127.0.0.1:0"):
        process = subprocess.Popen(
            [sys.executable, *COMMAND, option, address], stdin=subprocess.DEVNULL, stderr=subprocess.PIPE
        )
        processes.append(process)
        told = process.stderr.readline().decode()
        found = re.search(r":(\d+)$", told.strip())
        return process, int(found.group(1)) if found else told

    yield listen
    for process in processes:
        if process.poll() is None:
            process.kill()
        process.wait(SECONDS)
        process.stderr.close()


def received(connection, count):
    """That many messages' bodies."""
    connection.settimeout(SECONDS)
    stream = connection.makefile("rb")
    messages = []
    while len(messages) < count:
        length = int(stream.readline().split(b":")[1])
        assert stream.readline() == b"\r\n"
        messages.append(json.loads(stream.read(length)))
    return messages


SESSION = (
    request(1, "initialize", {"capabilities": {}}),
    notification("initialized", {}),
    request(2, "isoscan/state"),
    request(3, "shutdown"),
)


def test_a_session_over_tcp(listening):
    process, port = listening("--tcp")
    with socket.create_connection(("127.0.0.1", port), SECONDS) as connection:
        connection.sendall(b"".join(map(frame, SESSION)))
        assert [message["id"] for message in received(connection, 3)] == [1, 2, 3]
        connection.sendall(frame(notification("exit")))
        assert process.wait(SECONDS) == 0


def test_a_client_that_hangs_up_ends_the_server(listening):
    process, port = listening("--tcp")
    with socket.create_connection(("127.0.0.1", port), SECONDS) as connection:
        connection.sendall(frame(SESSION[0]))
        received(connection, 1)
    assert process.wait(SECONDS) == 1


def test_a_second_client_is_turned_away_and_the_first_one_served(listening):
    process, port = listening("--tcp")
    with socket.create_connection(("127.0.0.1", port), SECONDS) as first:
        first.sendall(frame(SESSION[0]))
        received(first, 1)
        with socket.create_connection(("127.0.0.1", port), SECONDS) as second:
            second.settimeout(SECONDS)
            assert second.recv(1) == b""
        first.sendall(frame(SESSION[2]))
        assert received(first, 1)[0]["id"] == 2
    assert process.wait(SECONDS) == 1


def test_a_port_that_is_taken_is_one_sentence_and_status_2(listening):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        process, told = listening("--tcp", address)
        assert process.wait(SECONDS) == 2
        assert address in told
        assert process.stderr.read() == b""


def test_a_session_over_a_web_socket(listening):
    client = pytest.importorskip("websockets.sync.client")
    process, port = listening("--ws")
    with client.connect(f"ws://127.0.0.1:{port}", open_timeout=SECONDS) as connection:
        for message in SESSION:
            connection.send(json.dumps(message))
        answers = [json.loads(connection.recv(timeout=SECONDS)) for _ in range(3)]
        assert [message["id"] for message in answers] == [1, 2, 3]
        connection.send(json.dumps(notification("exit")))
        assert process.wait(SECONDS) == 0
