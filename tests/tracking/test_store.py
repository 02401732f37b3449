"""Queries are computed again when, and only when, what they read has changed."""

from __future__ import annotations

import pytest
from isoscan.tracking.store import Cell, CycleError, Family, Query, SettledFamily, Store


class Runs:
    """Counts how often functions run."""

    def __init__(self):
        self.names = []

    def taken(self):
        names, self.names = self.names, []
        return names


def test_a_query_runs_once_until_what_it_read_changes():
    store, runs = Store(), Runs()
    price = Cell(store, 10)
    double = Query(store, lambda: runs.names.append("double") or price.read() * 2)
    assert [double.read(), double.read()] == [20, 20]
    assert runs.taken() == ["double"]
    price.set(11)
    assert double.read() == 22
    assert runs.taken() == ["double"]


def test_an_equal_value_is_no_change():
    store, runs = Store(), Runs()
    price = Cell(store, (1, 2))
    first = Query(store, lambda: runs.names.append("first") or price.read()[0])
    assert first.read() == 1
    price.set((1, 2))
    assert first.read() == 1
    assert runs.taken() == ["first"]


def test_the_order_of_a_dict_is_part_of_it():
    store, runs = Store(), Runs()
    columns = Cell(store, {"open": 1, "close": 2})
    listed = Query(store, lambda: runs.names.append("listed") or ", ".join(columns.read()))
    assert listed.read() == "open, close"
    columns.set({"close": 2, "open": 1})
    assert listed.read() == "close, open"


def test_a_replaced_value_counts_as_changed_even_if_equal():
    store, runs = Store(), Runs()
    price = Cell(store, (1, 2))
    first = Query(store, lambda: runs.names.append("first") or price.read()[0])
    first.read()
    price.replace((1, 2))
    first.read()
    assert runs.taken() == ["first", "first"]


def test_an_equal_result_stops_the_news():
    store, runs = Store(), Runs()
    price = Cell(store, 10)
    high = Query(store, lambda: runs.names.append("high") or price.read() > 5)
    message = Query(store, lambda: runs.names.append("message") or ("high" if high.read() else "low"))
    assert message.read() == "high"
    runs.taken()
    price.set(7)
    assert message.read() == "high"
    assert runs.taken() == ["high"]
    price.set(3)
    assert message.read() == "low"
    assert runs.taken() == ["high", "message"]


def test_what_was_not_read_last_time_does_not_matter():
    store, runs = Store(), Runs()
    use_first, first, second = Cell(store, True), Cell(store, 1), Cell(store, 2)
    chosen = Query(
        store,
        lambda: runs.names.append("chosen") or (first.read() if use_first.read() else second.read()),
    )
    assert chosen.read() == 1
    second.set(5)
    assert chosen.read() == 1
    use_first.set(False)
    assert chosen.read() == 5
    first.set(9)
    assert chosen.read() == 5
    assert runs.taken() == ["chosen", "chosen"]


def test_a_diamond_runs_each_query_once():
    store, runs = Store(), Runs()
    price = Cell(store, 1)
    left = Query(store, lambda: runs.names.append("left") or price.read() + 1)
    right = Query(store, lambda: runs.names.append("right") or price.read() + 2)
    both = Query(store, lambda: runs.names.append("both") or left.read() + right.read())
    assert both.read() == 5
    runs.taken()
    price.set(2)
    assert both.read() == 7
    assert sorted(runs.taken()) == ["both", "left", "right"]


def test_an_error_is_kept_like_a_value():
    store, runs = Store(), Runs()
    text = Cell(store, "x")
    number = Query(store, lambda: runs.names.append("number") or int(text.read()))
    shown = Query(store, lambda: _or_none(number))
    assert shown.read() is None
    for _ in range(2):
        with pytest.raises(ValueError, match="invalid literal"):
            number.read()
    assert runs.taken() == ["number"]
    text.set("7")
    assert shown.read() == 7


def _or_none(query):
    try:
        return query.read()
    except ValueError:
        return None


def test_a_query_that_asks_for_itself_is_told():
    store = Store()
    queries = []
    queries.append(Query(store, lambda: queries[0].read()))
    with pytest.raises(CycleError):
        queries[0].read()


def test_a_family_keeps_each_key_apart():
    store, runs = Store(), Runs()
    prices = {name: Cell(store, 1) for name in "ab"}
    double = Family(store, lambda name: runs.names.append(name) or prices[name].read() * 2)
    assert [double("a"), double("b"), double("a")] == [2, 2, 2]
    prices["b"].set(4)
    assert [double("a"), double("b")] == [2, 8]
    assert runs.taken() == ["a", "b", "b"]
    double.forget("a")
    assert double("a") == 2
    assert runs.taken() == ["a"]


def test_sweeping_forgets_what_nobody_asks_for_any_more():
    store = Store()
    price = Cell(store, 1)
    double = Family(store, lambda name: price.read() * 2)
    kept = Query(store, lambda: double("kept"))
    assert (kept.read(), double("gone")) == (2, 2)
    price.set(3)
    assert kept.read() == 6
    store.sweep()
    store.sweep()
    assert list(double._nodes) == ["kept"]
    assert (kept.read(), double("gone")) == (6, 6)


def settled_thirds():
    """A settled family of thirds, a query that reads one of them, and how often each ran."""
    store = Store()
    number = Cell(store, 10)
    runs: list[str] = []

    def third(divisor: int) -> int:
        runs.append("third")
        return number.read() // divisor

    thirds = SettledFamily(store, third)

    def shown() -> str:
        runs.append("shown")
        return f"<{thirds(3)}>"

    return store, number, thirds, Query(store, shown), runs


def test_readers_of_a_settled_family_hear_of_news_only():
    store, number, _, reader, runs = settled_thirds()
    assert reader.read() == "<3>"
    number.set(11)
    assert not reader.node.state, "a doubt about the result is not passed on"
    store.settle()
    assert not reader.node.state
    number.set(12)
    store.settle()
    assert reader.node.state
    assert reader.read() == "<4>"
    assert runs == ["shown", "third", "third", "third", "shown"]


def test_a_settled_family_is_right_before_it_is_settled():
    _, number, thirds, _, _ = settled_thirds()
    assert thirds(3) == 3
    number.set(30)
    assert thirds(3) == 10


def test_a_failure_in_a_settled_family_is_its_readers():
    store, number, thirds, _, _ = settled_thirds()
    with pytest.raises(ZeroDivisionError):
        thirds(0)
    number.set(12)
    store.settle()
    with pytest.raises(ZeroDivisionError):
        thirds(0)
    assert thirds(3) == 4


def test_a_settled_family_forgets_what_no_query_reads():
    store, number, thirds, reader, runs = settled_thirds()
    assert reader.read() == "<3>"
    assert thirds(5) == 2
    store.sweep()
    runs.clear()
    number.set(15)
    store.settle()
    assert runs == ["third"], "that of the reader"
    assert reader.read() == "<5>"
    assert thirds(5) == 3
