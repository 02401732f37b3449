"""Notes on a chunk: kept while its text stays, and used only where they would come out the same."""

from __future__ import annotations

from isoscan.model.module import build_module
from isoscan.model.notes import Notes


def test_a_note_is_made_once():
    made = []
    notes = Notes()
    for _ in range(2):
        assert notes.recall("topic", 1, lambda: made.append("note") or "note") == "note"
    assert made == ["note"]


def test_a_note_is_made_again_where_something_else_is_given():
    notes = Notes()
    assert [notes.recall("topic", given, lambda given=given: given * 2) for given in (1, 2, 1)] == [2, 4, 2]


def test_topics_are_apart():
    notes = Notes()
    assert notes.recall("one", None, lambda: 1) == 1
    assert notes.recall("two", None, lambda: 2) == 2
    assert notes.recall("one", None, lambda: 3) == 1


def test_notes_stay_with_a_chunk_that_moves():
    before = build_module("a = 1\nb = 2\n")
    after = build_module("\nz = 0\na = 1\nb = 3\n", before)
    a, b = before.parts
    _, moved, changed = after.parts
    assert moved.notes is a.notes
    assert changed.notes is not b.notes


def test_chunks_with_the_same_text_have_notes_of_their_own():
    before = build_module("a = 1\n")
    (only,) = before.parts
    first, second = build_module("a = 1\na = 1\n", before).parts
    assert first.facts is second.facts
    assert first.notes is only.notes
    assert second.notes is not first.notes
