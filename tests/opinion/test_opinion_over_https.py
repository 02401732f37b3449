"""Over HTTPS with an authority of one's own, and through a proxy: who is not trusted gets nothing."""

from __future__ import annotations

from shutil import which
from urllib.parse import urlsplit

import pytest
from certificates import ConnectProxy, context_of, issue
from questions import DESK, answering
from scripted_server import ScriptedServer, answers

pytestmark = pytest.mark.skipif(which("openssl") is None, reason="makes certificates with openssl")

YES = answering(("pick", True))


@pytest.fixture
def issued(tmp_path):
    folder = tmp_path / "certificates"
    folder.mkdir()
    return lambda host="127.0.0.1": issue(folder, host)


async def test_an_authority_of_ones_own_is_trusted_where_it_is_named(world, issued):
    authority, certificate, key = issued()
    with ScriptedServer(answers(YES), tls=context_of(certificate, key)) as server:
        assert server.address.startswith("https://")
        outcome = await world.ask(DESK, world.settings(server, ca_bundle=str(authority), retries=0))
    assert (outcome.failure, outcome.sent) == ("", 1)
    assert server.requests[0]["headers"]["authorization"] == "bearer secret-of-the-test"


async def test_those_that_the_system_trusts_still_are(world, issued, tmp_path, monkeypatch):
    authority, certificate, key = issued()
    other = tmp_path / "other"
    other.mkdir()
    monkeypatch.setenv("SSL_CERT_FILE", str(authority))
    with ScriptedServer(answers(YES), tls=context_of(certificate, key)) as server:
        outcome = await world.ask(DESK, world.settings(server, ca_bundle=str(issue(other)[0]), retries=0))
    assert (outcome.failure, outcome.sent) == ("", 1)


async def test_without_it_nothing_is_sent(world, issued):
    _, certificate, key = issued()
    with ScriptedServer(answers(YES), tls=context_of(certificate, key)) as server:
        outcome = await world.ask(DESK, world.settings(server, retries=0))
    assert "cannot be reached" in outcome.failure
    assert "certificate" in outcome.failure.lower()
    assert (server.requests, server.received) == ([], b"")


async def test_a_certificate_for_somebody_else_is_none(world, issued):
    authority, certificate, key = issued("other.example")
    with ScriptedServer(answers(YES), tls=context_of(certificate, key)) as server:
        outcome = await world.ask(DESK, world.settings(server, ca_bundle=str(authority), retries=0))
    assert "cannot be reached" in outcome.failure
    assert server.received == b""


async def test_a_proxy_only_carries_what_it_cannot_read(world, issued):
    authority, certificate, key = issued("model.example")
    with ScriptedServer(answers(YES), tls=context_of(certificate, key)) as server:
        with ConnectProxy(urlsplit(server.address).port) as proxy:
            settings = world.settings(
                server, base_url="https://model.example/v1", proxy=proxy.address, ca_bundle=str(authority)
            )
            outcome = await world.ask(DESK, settings)
        assert (outcome.failure, outcome.sent) == ("", 1)
        assert server.requests[0]["line"].startswith("POST /v1/chat/completions ")
    [asked] = proxy.asked
    assert asked.startswith("CONNECT model.example:443 HTTP/1.1\r\n")
    assert "secret-of-the-test" not in asked
    assert b"def pick" in server.received
    assert b"def pick" not in proxy.carried
    assert b"secret-of-the-test" not in proxy.carried


async def test_a_proxy_that_is_not_there_is_a_sentence(world, issued):
    authority, certificate, key = issued("model.example")
    with ScriptedServer(answers(YES), tls=context_of(certificate, key)) as server:
        with ConnectProxy(urlsplit(server.address).port) as proxy:
            gone = proxy.address
        settings = world.settings(
            server, base_url="https://model.example/v1", proxy=gone, ca_bundle=str(authority), retries=0
        )
        outcome = await world.ask(DESK, settings)
    assert "model.example cannot be reached" in outcome.failure
    assert server.received == b""
