"""What is kept for a user: answers, consent, counts; whole, and for this user alone."""

from __future__ import annotations

import json
import os
import sys

import pytest
from isoscan.ai_settings import AiSettings
from isoscan.boundaries.boundary import ParameterNote
from isoscan.opinion.answer import Unit
from isoscan.opinion.cache import AnswerCache
from isoscan.opinion.consent import give_consent, has_consent, withdraw_consent, workspace_of
from isoscan.opinion.folders import append_line, cache_folder, read_whole, state_folder, write_whole
from isoscan.opinion.ledger import Ledger
from isoscan.opinion.pieces import Piece, PieceLine
from isoscan.opinion.prompt import Prompt

NOW = 1_700_000_000.0
SETTINGS = AiSettings(model="small")
PROMPT = Prompt("system", "user" * 100)


def piece(*texts, start=0):
    return Piece(tuple(PieceLine(start + number, text) for number, text in enumerate(texts)))


PIECE = piece("def pick(rows):", "    return rows")
UNITS = (Unit(0, 1, True, "pick", "Picks 🎯", 0.5, "so", (ParameterNote("gap", "How far"),)),)


@pytest.fixture
def cache(tmp_path):
    return AnswerCache(SETTINGS, tmp_path)


def files(tmp_path):
    return list((tmp_path / "opinions").iterdir())


# Answers


def test_an_answer_is_found_again_wherever_its_piece_stands(cache):
    cache.keep(PIECE, UNITS, NOW)
    assert cache.find(PIECE, NOW) == UNITS
    assert cache.find(piece("def pick(rows):", "    return rows   ", start=99), NOW) == UNITS
    assert cache.find(piece("def pick(rows):", "    return row"), NOW) is None


def test_a_surer_answer_lasts_longer(cache):
    cache.keep(PIECE, UNITS, NOW)
    assert cache.find(PIECE, NOW + 12 * 3600 - 1) == UNITS
    assert cache.find(PIECE, NOW + 12 * 3600) is None
    cache.keep(PIECE, (UNITS[0]._replace(confidence=1.0),), NOW)
    assert cache.find(PIECE, NOW + 24 * 3600 - 1) is not None


def test_that_there_is_nothing_is_an_answer_too(cache):
    cache.keep(PIECE, (), NOW)
    assert cache.find(PIECE, NOW) == ()


@pytest.mark.parametrize("change", [{"model": "large"}, {"base_url": "http://localhost/v1"}])
def test_another_model_was_not_asked(cache, tmp_path, change):
    cache.keep(PIECE, UNITS, NOW)
    assert AnswerCache(AiSettings(**{"model": "small", **change}), tmp_path).find(PIECE, NOW) is None


@pytest.mark.parametrize(
    "damage",
    [
        "",
        "{",
        "[]",
        "null",
        '{"version": 1}',
        '{"version": 2, "until": 9e99, "units": []}',
        '{"version": 1, "until": "x", "units": []}',
        '{"version": 1, "until": 9e99, "units": [[1]]}',
        '{"version": 1, "until": 9e99, "units": [[0, 99, true, "", "", 1, ""]]}',
        '{"version": 1, "until": 9e99, "units": [[0, 1, true, 3, "", 1, ""]]}',
        '{"version": 1, "until": 9e99, "units": [[0, 1, true, "", "", 1, "", [["gap"]]]]}',
        '{"version": 1, "until": 9e99, "units": [[0, 1, true, "", "", 1, "", [["gap", 3]]]]}',
        "[" * 100_000,
        "\udce4",
    ],
)
def test_a_damaged_answer_is_asked_for_again(cache, tmp_path, damage):
    cache.keep(PIECE, UNITS, NOW)
    [file] = files(tmp_path)
    file.write_bytes(damage.encode("utf-8", "surrogateescape"))
    assert cache.find(PIECE, NOW) is None
    cache.keep(PIECE, UNITS, NOW)
    assert cache.find(PIECE, NOW) == UNITS


def test_answers_take_no_more_room_than_they_may(tmp_path):
    cache = AnswerCache(AiSettings(model="small", cache_megabytes=0.001), tmp_path)
    for number in range(30):
        cache.keep(piece(f"x = {number}"), UNITS[:0], NOW)
        for age, file in enumerate(sorted(files(tmp_path), key=lambda one: one.stat().st_mtime)):
            os.utime(file, (NOW + age, NOW + age))
    assert sum(file.stat().st_size for file in files(tmp_path)) <= 1000
    assert cache.find(piece("x = 29"), NOW) == ()
    assert cache.find(piece("x = 0"), NOW) is None


def test_no_draft_is_left_behind(cache, tmp_path):
    cache.keep(PIECE, UNITS, NOW)
    assert [file.suffix for file in files(tmp_path)] == [".json"]


# Files


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other permissions")
def test_what_is_kept_is_for_its_user_alone(tmp_path):
    assert write_whole(tmp_path / "a" / "b.json", "{}")
    assert append_line(tmp_path / "c.jsonl", "{}")
    assert [(tmp_path / name).stat().st_mode & 0o777 for name in ("a/b.json", "c.jsonl")] == [0o600, 0o600]


def test_what_cannot_be_written_or_read_is_no_error(tmp_path):
    (tmp_path / "file").write_text("")
    assert not write_whole(tmp_path / "file" / "x", "")
    assert not append_line(tmp_path / "file" / "x", "")
    assert not write_whole(tmp_path / "x", "\ud800")
    assert read_whole(tmp_path / "nowhere") == ""
    assert [file.name for file in tmp_path.iterdir()] == ["file"]


def test_folders_are_where_the_user_has_them(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "c"))
    monkeypatch.setenv("XDG_STATE_HOME", "not/absolute")
    assert cache_folder() == tmp_path / "c" / "isoscan"
    assert state_folder().is_absolute()
    assert state_folder().name == "isoscan"


# Consent


def test_consent_is_for_a_project_and_its_terms(tmp_path):
    one, other = tmp_path / "one", tmp_path / "other"
    assert not has_consent(one, SETTINGS, tmp_path)
    assert give_consent(one, SETTINGS, tmp_path)
    assert has_consent(one, SETTINGS, tmp_path)
    assert has_consent(one, AiSettings(model="large", timeout=3.0), tmp_path)
    assert not has_consent(other, SETTINGS, tmp_path)
    for change in ("base_url", "proxy", "ca_bundle", "api_key_variable"):
        assert not has_consent(one, AiSettings(**{change: "x"}), tmp_path), change
    assert not has_consent(one, AiSettings(send_comments=False), tmp_path)
    give_consent(other, SETTINGS, tmp_path)
    withdraw_consent(one, tmp_path)
    assert (has_consent(one, SETTINGS, tmp_path), has_consent(other, SETTINGS, tmp_path)) == (False, True)


@pytest.mark.parametrize("damage", ["", "{", "[]", "null", "[" * 100_000])
def test_damaged_consent_is_none(tmp_path, damage):
    (tmp_path / "consent.json").write_text(damage)
    assert not has_consent(tmp_path, SETTINGS, tmp_path)
    assert give_consent(tmp_path, SETTINGS, tmp_path)
    assert has_consent(tmp_path, SETTINGS, tmp_path)


def test_a_project_is_the_folder_with_its_repository_or_settings(tmp_path):
    deep = tmp_path / "desk" / "scans"
    deep.mkdir(parents=True)
    (tmp_path / "desk" / ".git").mkdir()
    assert workspace_of(deep / "a.py") == tmp_path / "desk"
    (deep / "pyproject.toml").write_text("")
    assert workspace_of(deep / "a.py") == deep


# Books


def test_requests_are_counted_by_the_day_and_survive_damage(tmp_path):
    ledger = Ledger(SETTINGS, tmp_path)
    assert ledger.usage(NOW) == (0, 0.0)
    ledger.count(NOW, 0.25)
    ledger.count(NOW, -0.05, requests=0)
    assert ledger.usage(NOW) == (1, pytest.approx(0.2))
    [day] = (tmp_path / "usage").iterdir()
    with day.open("a") as file:
        file.write("damaged\n[1]\n")
    assert ledger.usage(NOW).requests == 3
    assert ledger.usage(NOW + 86_400) == (0, 0.0)


def test_an_address_that_fails_rests_longer_each_time(tmp_path):
    ledger = Ledger(SETTINGS, tmp_path)
    rests = []
    for _ in range(12):
        ledger.note_failure(NOW)
        rests.append(max(0.0, ledger.resting_until(NOW) - NOW))
    assert rests == [0, 0, 60, 120, 240, 480, 960, 1920, 3600, 3600, 3600, 3600]
    other = Ledger(AiSettings(base_url="http://localhost/v1"), tmp_path)
    assert other.reason_against(PROMPT, NOW) == ""
    assert "is left alone" in ledger.reason_against(PROMPT, NOW)
    ledger.note_success()
    assert ledger.reason_against(PROMPT, NOW) == ""


def test_a_rest_from_a_clock_that_was_wrong_does_not_last_for_ever(tmp_path):
    ledger = Ledger(SETTINGS, tmp_path)
    ledger.note_failure(NOW + 10**9, wait=3000)
    assert ledger.reason_against(PROMPT, NOW) == ""


@pytest.mark.parametrize(
    "damage", ["{", "[]", '{"https://api.openai.com/v1": "x"}', '{"https://api.openai.com/v1": [1]}']
)
def test_damaged_books_do_not_stop_anybody(tmp_path, damage):
    (tmp_path / "health.json").write_text(damage)
    assert Ledger(SETTINGS, tmp_path).reason_against(PROMPT, NOW) == ""


def test_a_large_log_is_put_aside(tmp_path, monkeypatch):
    monkeypatch.setattr("isoscan.opinion.ledger._LARGEST_LOG", 100)
    ledger = Ledger(SETTINGS, tmp_path)
    for number in range(5):
        ledger.log({"event": "sent", "number": number, "user": "🎯" * 50}, NOW)
    assert (tmp_path / "sent.old.jsonl").exists()
    assert [entry["number"] for entry in ledger.entries()] == [4]
    assert "🎯" in ledger.log_path.read_text(encoding="utf-8")
    assert json.loads(ledger.log_path.read_text(encoding="utf-8"))["time"]
