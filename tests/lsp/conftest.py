import pytest
from raw_client import RawClient


@pytest.fixture
def start(tmp_path):
    """Starts server processes that speak bare JSON-RPC; all are ended with the test."""
    clients = []

    def start_one(*command):
        log = tmp_path / f"server{len(clients)}.log"
        clients.append(RawClient(log, command) if command else RawClient(log))
        return clients[-1]

    yield start_one
    for client in clients:
        client.stop()


@pytest.fixture
def client(start):
    """A fresh server process, not initialized."""
    return start()


@pytest.fixture
def log_of():
    """What a server process has written to its log, once it has ended."""
    return lambda client: client.stderr.read_text()


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    """One initialized server process for all tests of a module that leave it as it was."""
    shared = RawClient(tmp_path_factory.mktemp("lsp") / "server.log")
    shared.initialize()
    yield shared
    shared.stop()


@pytest.fixture
def shared(running):
    """The module's server process; documents that a test leaves open are closed behind it."""
    yield running
    running.close_everything()
