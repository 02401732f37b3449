"""An index tells readers of a key what its owners say under that key, and nothing else."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from isoscan.tracking.index import Index, IndexView
from isoscan.tracking.store import Cell, Query, Store


class Words:
    """Owners with texts, and an index of their words."""

    def __init__(self, texts):
        self.store = Store()
        self.texts = {owner: Cell(self.store, text) for owner, text in texts.items()}
        self.index = Index(self.store, self.contribution)
        for owner in texts:
            self.index.add(owner)
        self.store.settle()

    def contribution(self, owner):
        words = self.texts[owner].read().split()
        return {word: (owner,) * words.count(word) for word in words}

    def change(self, owner, text):
        self.texts[owner].set(text)
        self.store.settle()


def test_items_stand_in_the_order_of_their_owners():
    words = Words({2: "gap gap", 1: "gap fade", 3: "fade"})
    assert words.index.of("gap") == (1, 2, 2)
    assert words.index.of("fade") == (1, 3)
    assert words.index.of("nothing") == ()
    assert words.index.keys() == ("gap", "fade")


def test_owners_come_and_go():
    words = Words({1: "gap"})
    words.texts[2] = Cell(words.store, "gap fade")
    words.index.add(2)
    words.store.settle()
    assert words.index.of("gap") == (1, 2)
    words.index.remove(1)
    words.store.settle()
    assert (words.index.of("gap"), words.index.has("fade")) == ((2,), True)


def test_a_reader_hears_of_its_key_only():
    words = Words({1: "gap fade", 2: "gap"})
    runs = []
    gaps = Query(words.store, lambda: runs.append("gaps") or len(words.index.of("gap")))
    there = Query(words.store, lambda: runs.append("there") or words.index.has("fade"))
    assert (gaps.read(), there.read()) == (2, True)
    runs.clear()
    words.change(1, "gap fade fade")
    assert (gaps.read(), there.read(), runs) == (2, True, [])
    words.change(2, "")
    assert (gaps.read(), there.read(), runs) == (1, True, ["gaps"])
    words.change(1, "gap")
    assert (gaps.read(), there.read(), runs) == (1, False, ["gaps", "there"])


def test_a_later_index_reads_an_earlier_one():
    words = Words({1: "gap", 2: "gap fade"})
    shared = Index(words.store, lambda owner: _shared(words, owner))
    for owner in (1, 2):
        shared.add(owner)
    words.store.settle()
    assert shared.of("shared") == ("gap", "gap")
    words.change(1, "other")
    assert shared.of("shared") == ()
    words.change(1, "fade")
    assert shared.of("shared") == ("fade", "fade")


def _shared(words, owner):
    found = [word for word in words.texts[owner].read().split() if len(words.index.of(word)) > 1]
    return {"shared": tuple(found)} if found else {}


def test_a_view_reads_like_a_dict():
    view = IndexView(Words({1: "gap", 2: "fade gap"}).index)
    assert (view.get("gap"), view["fade"], view.get("none"), "gap" in view, "none" in view) == (
        (1, 2), (2,), (), True, False,
    )  # fmt: skip
    assert (list(view), dict(view.items())) == (["gap", "fade"], {"gap": (1, 2), "fade": (2,)})


texts = st.lists(st.sampled_from(["gap", "fade", "squeeze"]), max_size=4).map(" ".join)


@given(
    st.dictionaries(st.integers(0, 3), texts),
    st.lists(st.tuples(st.integers(0, 3), st.none() | texts), max_size=12),
)
def test_after_any_changes_it_is_as_if_made_anew(first, changes):
    words = Words(dict(first))
    kept = dict(first)
    counts = {
        word: Query(words.store, lambda w=word: words.index.of(w)) for word in ("gap", "fade", "squeeze")
    }
    for owner, text in changes:
        if text is None:
            if kept.pop(owner, None) is not None:
                words.index.remove(owner)
                words.store.settle()
        elif owner in kept:
            words.change(owner, text)
            kept[owner] = text
        else:
            words.texts[owner] = Cell(words.store, text)
            words.index.add(owner)
            words.store.settle()
            kept[owner] = text
        anew = Words(kept).index
        assert {word: query.read() for word, query in counts.items()} == {
            word: anew.of(word) for word in counts
        }
        assert words.index.keys() == anew.keys()
