"""`source.fixAll.isoscan`: what is safe is mended in one edit, and what is left is offered again."""

from applying import applied

KINDS = {
    "textDocument": {"codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": []}}}},
    "workspace": {"workspaceEdit": {"documentChanges": True}},
}
DESK = """\
P = {
    "gap_min": 0.04,  # 🎯 the first one
    "unread": 3,
    "vol_min": 2.0,
    "gap_min": 0.05,
}
_LIMIT = 0.9


def scan_gap_up(df):
    # ─ 🚀
    return df[(df["gap"] > P["gap_min"]) & (df["range"] > _LIMIT) & (df["rvol"] > P["vol_min"])]


def scan_fade(df):
    return df[(df["fade"] > 0.02) & (df["range"] > _LIMIT)]
"""


def fix_all(client, uri, only=("source.fixAll.isoscan",)):
    whole = {"start": {"line": 0, "character": 0}, "end": {"line": 99, "character": 0}}
    params = {
        "textDocument": {"uri": uri},
        "range": whole,
        "context": {"diagnostics": [], "only": list(only)},
    }
    found = client.result("textDocument/codeAction", params) or []
    return [action for action in found if action["kind"] == "source.fixAll.isoscan"]


def test_all_safe_fixes_until_nothing_is_left(client, tmp_path):
    announced = client.initialize(KINDS)["capabilities"]["codeActionProvider"]
    assert "source.fixAll.isoscan" in announced["codeActionKinds"]
    uri, text, rounds = (tmp_path / "desk.py").as_uri(), DESK, 0
    client.open(uri, text)
    while found := fix_all(client, uri):
        [action] = found
        assert action["title"] == "Make all safe fixes"
        [change] = action["edit"]["documentChanges"]
        assert change["textDocument"] == {"uri": uri, "version": rounds + 1}
        text = applied(text, change["edits"])
        rounds += 1
        client.notify(
            "textDocument/didChange",
            {"textDocument": {"uri": uri, "version": rounds + 1}, "contentChanges": [{"text": text}]},
        )
        assert rounds < 5
    assert rounds >= 1
    assert "unread" not in text
    assert text.count('"gap_min"') == 2
    assert "\n_GAP_UP_LIMIT = 0.9\n_FADE_LIMIT = 0.9\n".lower() in text.lower()
    assert "# ─ 🚀" in text
    findings = client.diagnostics(uri, rounds + 1)["diagnostics"]
    assert [finding["code"] for finding in findings if finding["code"] != "ISO100"] == []


def test_it_is_made_when_it_is_asked_for_only(client, tmp_path):
    client.initialize(KINDS)
    uri = (tmp_path / "desk.py").as_uri()
    client.open(uri, DESK)
    assert fix_all(client, uri, only=["quickfix"]) == []
    assert fix_all(client, uri, only=["source.fixAll.ruff"]) == []
    assert len(fix_all(client, uri, only=["source.fixAll"])) == 1
    assert len(fix_all(client, uri, only=["source"])) == 1


def test_a_file_without_findings_has_nothing_to_fix(client, tmp_path):
    client.initialize(KINDS)
    uri = (tmp_path / "desk.py").as_uri()
    client.open(uri, "x = 1\n")
    assert fix_all(client, uri) == []
