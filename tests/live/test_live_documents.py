"""A short run of the fuzzer: after every edit a document is as if opened anew."""

from __future__ import annotations

import random

import pytest
from editing import Edited, texts
from isoscan.model.live import LiveModule

SESSIONS, STEPS = 40, 12


@pytest.mark.parametrize("seed", range(SESSIONS))
def test_after_every_edit_a_document_is_as_if_opened_anew(seed):
    chance = random.Random(seed)
    edited = Edited(chance.choice(texts()))
    for _ in range(STEPS):
        edited.step(chance)
        assert edited.difference() == ""
        assert edited.document.problem == ""


def test_a_difference_is_seen(monkeypatch):
    edited = Edited("def f():\n    return 1\n")
    assert edited.difference() == ""
    monkeypatch.setattr(LiveModule, "apply", lambda *edit: None)
    edited.document.change(1, [{"text": "x = 1\n"}])
    assert edited.difference().startswith("chunks, facts")
