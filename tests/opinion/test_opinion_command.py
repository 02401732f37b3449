"""`isoscan opinion` from the command line: nothing is sent before somebody agreed to it."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from questions import DESK, answering
from scripted_server import ScriptedServer, answers, fails, hangs

KEY = "key-of-" + "the-test"


class Desk:
    """A project with a file and settings, and a user with folders of their own."""

    def __init__(self, folder, address):
        self.folder = folder
        self.address = address
        self.file = folder / "project" / "desk.py"
        self.file.parent.mkdir()
        self.file.write_text(DESK, encoding="utf-8")
        self.set(enabled="true")

    def set(self, **settings):
        table = {"base-url": f'"{self.address}"', "model": '"small"', "retries": "0", "accuracy": "0.7"}
        table.update((name.replace("_", "-"), value) for name, value in settings.items())
        lines = [f"{name} = {value}" for name, value in table.items()]
        text = "[tool.isoscan.ai]\n" + "\n".join(lines) + "\n"
        (self.file.parent / "pyproject.toml").write_text(text, encoding="utf-8")

    def run(self, *arguments, **environment):
        places = {"XDG_STATE_HOME": str(self.folder / "state"), "XDG_CACHE_HOME": str(self.folder / "cache")}
        command = [sys.executable, "-m", "isoscan", "opinion", *arguments]
        return subprocess.run(
            command,
            capture_output=True,
            text=True,
            encoding="utf-8",
            env={**os.environ, **places, "OPENAI_API_KEY": KEY, **environment},
            timeout=60,
        )

    def ask(self, *arguments, **environment):
        return self.run(str(self.file), *arguments, **environment)


@pytest.fixture
def server():
    with ScriptedServer(answers(answering(("pick", True)))) as server:
        yield server


@pytest.fixture
def desk(tmp_path, server):
    return Desk(tmp_path, server.address)


def test_nothing_is_sent_where_it_is_not_enabled(desk, server):
    desk.set()
    desk.ask("--consent")
    result = desk.ask()
    assert result.returncode == 2
    assert "no language model is asked: set `enabled = true`" in result.stderr
    assert server.received == b""


def test_nothing_is_sent_before_consent(desk, server):
    result = desk.ask()
    assert result.returncode == 2
    assert "you have not agreed that its code is sent to" in result.stderr
    assert server.received == b""


def test_showing_prints_what_would_be_sent_word_by_word(desk, server):
    shown = desk.ask("--show")
    assert (shown.returncode, shown.stderr, server.received) == (0, "", b"")
    assert f"1 request with 15 lines of code to {server.address} (model small)" in shown.stdout
    desk.ask("--consent")
    desk.ask()
    for message in server.requests[0]["body"]["messages"]:
        assert message["content"] in shown.stdout


def test_after_consent_it_is_asked(desk, server):
    agreed = desk.ask("--consent")
    assert agreed.returncode == 0
    assert f"base-url: {server.address}" in agreed.stdout
    assert "may be sent on these terms" in agreed.stdout
    assert server.received == b""
    result = desk.ask()
    assert (result.returncode, result.stderr) == (1, "")
    assert (
        "desk.py:7-11: pick (54%, disputed): a language model takes it for a scanner: it picks"
        in result.stdout
    )
    assert "1 answer, 0 of them known from before" in result.stdout
    assert "1 answer, 1 of them known from before" in desk.ask().stdout
    assert len(server.requests) == 1
    assert server.requests[0]["headers"]["authorization"] == f"bearer {KEY}"


def test_the_answer_as_json(desk):
    desk.ask("--consent")
    report = json.loads(desk.ask("--output-format", "json").stdout)
    assert (report["version"], report["sent"], report["known"], report["failure"]) == (1, 1, 0, "")
    [pick] = report["scanners"]
    assert (pick["name"], pick["start_line"], pick["end_line"], pick["disputed"]) == ("pick", 7, 11, True)
    assert pick["description"] == "pick: Picks rows"


def test_agreement_is_no_finding(tmp_path):
    with ScriptedServer(answers(lambda request: '{"units": []}')) as server:
        desk = Desk(tmp_path, server.address)
        desk.ask("--consent")
        assert desk.ask().returncode == 0


@pytest.mark.parametrize(
    "change",
    [
        {"base_url": '"http://127.0.0.1:9/v1"'},
        {"proxy": '"http://127.0.0.1:9"'},
        {"ca_bundle": '"mine.pem"'},
        {"api_key_variable": '"AWS_SECRET_ACCESS_KEY"'},
        {"send_strings": "false"},
    ],
)
def test_other_terms_are_agreed_to_anew(desk, server, change):
    desk.ask("--consent")
    desk.set(enabled="true", **change)
    assert "you have not agreed" in desk.ask().stderr
    assert server.received == b""


def test_consent_is_withdrawn(desk, server):
    desk.ask("--consent")
    assert desk.ask("--withdraw").returncode == 0
    assert "you have not agreed" in desk.ask().stderr
    assert server.received == b""


def test_consent_is_for_one_project(desk, server):
    desk.ask("--consent")
    other = desk.folder / "other"
    other.mkdir()
    (other / "pyproject.toml").write_bytes((desk.file.parent / "pyproject.toml").read_bytes())
    (other / "desk.py").write_text(DESK, encoding="utf-8")
    assert "you have not agreed" in desk.run(str(other / "desk.py")).stderr
    assert server.received == b""


def test_the_log_says_what_was_sent(desk, server):
    assert desk.run("--log").stdout == ""
    desk.ask("--consent")
    desk.ask()
    sent, answered = (json.loads(line) for line in desk.run("--log").stdout.splitlines())
    assert sent["user"] == server.requests[0]["body"]["messages"][1]["content"]
    assert answered["event"] == "answered"
    assert KEY not in desk.run("--log").stdout


def test_a_failure_is_one_sentence(tmp_path):
    with ScriptedServer(fails(500)) as server:
        desk = Desk(tmp_path, server.address)
        desk.ask("--consent")
        result = desk.ask()
    assert result.returncode == 2
    assert result.stderr.count("\n") == 1
    assert "answered with status 500" in result.stderr


def test_a_key_in_the_settings_is_refused(desk, server):
    desk.set(enabled="true", api_key='"k123"')
    desk.ask("--consent")
    result = desk.ask("--show")
    assert "`ai.api-key` is not read" in result.stderr
    assert "k123" not in result.stderr


@pytest.mark.parametrize("arguments", [[], ["nowhere.py"], ["nowhere.py", "--show"]])
def test_what_cannot_be_done_is_a_sentence(desk, arguments):
    result = desk.run(*arguments)
    assert result.returncode == 2
    assert result.stderr.count("\n") == 1


def test_without_the_package_it_says_what_to_install(desk, tmp_path):
    (tmp_path / "hidden").mkdir()
    (tmp_path / "hidden" / "openai.py").write_text("raise ImportError\n")
    paths = os.pathsep.join([str(tmp_path / "hidden"), os.environ.get("PYTHONPATH", "")])
    desk.ask("--consent")
    result = desk.ask(PYTHONPATH=paths)
    assert result.returncode == 2
    assert "install isoscan[ai]" in result.stderr


def test_checking_never_asks(desk, server):
    desk.ask("--consent")
    command = [sys.executable, "-m", "isoscan", "check", str(desk.file), "--output-format", "json"]
    result = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=60)
    assert [one["name"] for one in json.loads(result.stdout)["files"][0]["scanners"]] == [
        "scan_gap_up",
        "squeeze",
    ]
    assert server.received == b""


def test_a_server_that_hangs_is_interrupted(tmp_path):
    with ScriptedServer(hangs) as server:
        desk = Desk(tmp_path, server.address)
        desk.set(enabled="true", timeout="1")
        desk.ask("--consent")
        result = desk.ask()
    assert result.returncode == 2
    assert result.stderr.count("\n") == 1
