"""Running a scanner once on the bars of a case, as the original has it or as the generated module has it."""

from __future__ import annotations

import ast
import asyncio
import contextlib
import copy
import inspect
import io
import random
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .arguments import make
from .canonical import describe, is_hit
from .exchange import Exchange
from .loading import Program
from .market import Market

_SECONDS_PER_CALL = 4


class NotReachedError(Exception):
    """The code that makes the mask did not run."""


class Caller:
    """Runs one side of a scanner: `original` or generated."""

    def __init__(self, program: Program, subject: dict[str, Any], market: Market, original: bool) -> None:
        self.program = program
        self.subject = subject
        self.market = market
        self.original = original
        self.prepare: Any = None
        self.served_by: Any = None
        self.exchange: Exchange | None = None

    def run(self, case: dict[str, Any]) -> dict[str, Any]:
        """Run the scanner on a case; gives what came of it as plain data."""
        import numpy

        self.market.begin(case)
        random.seed(case["seed"])
        numpy.random.seed(case["seed"])
        printed = io.StringIO()
        held: dict[str, Any] = {}
        unlike: dict[str, list[str]] = {}
        if self.exchange is not None:
            self.exchange.begin(unlike)
        try:
            with contextlib.redirect_stdout(printed), _time_limit(_SECONDS_PER_CALL):
                called = self._call(case, held)
                value: Any = list(called) if inspect.isgenerator(called) else called
            outcome: dict[str, Any] = {"result": value if case_is_mask(self.subject) else describe(value)}
            hit = any(value["values"]) if case_is_mask(self.subject) else is_hit(value)
        except (Exception, SystemExit) as error:
            text = str(error).replace(str(Path(self.program.path).parent), "")
            outcome = {"raised": [type(error).__name__, text]}
            hit = False
        text = printed.getvalue()[:20_000]
        collected = {name: item for name, item in held.items() if isinstance(item, (list, dict, set))}
        changed = {
            name: item for name, item in held.items() if type(item).__name__ in ("DataFrame", "Series")
        }
        outcome["arguments"] = {name: describe(item) for name, item in {**collected, **changed}.items()}
        outcome["prepared"] = unlike
        outcome["printed"] = text
        lists = [item for item in collected.values() if isinstance(item, list)]
        outcome["hit"] = bool(
            hit or any(lists) or ("result" in outcome and outcome["result"] is None and text.strip())
        )
        return outcome

    def _call(self, case: dict[str, Any], held: dict[str, Any]) -> Any:
        kind = self.subject["kind"]
        if kind == "mask":
            return self._mask(case, held)
        if kind == "table":
            name = "original_expression" if self.original else "expression"
            return self.program.evaluate(self.subject[name], bars=self.market.frame())
        if kind == "data":
            name = "original_expression" if self.original else "expression"
            return self.program.evaluate(self.subject[name])
        if kind == "script":
            return self._script(case)
        if kind == "freqtrade":
            return self._freqtrade()
        if kind == "framework":
            return self._framework()
        target = self.program.namespace[self.subject["owner"] or self.subject["name"]]
        if kind == "method":
            shape = case["shape"]
            given, named = self._arguments(self.subject["construction"], shape, {})
            target = getattr(target(*given, **named), self.subject["name"])
        given, named = self._arguments(self.subject["inputs"], case["shape"], held)
        if kind == "class":
            return target(*given, **named)
        value = target(*given, **named)
        return asyncio.run(value) if inspect.iscoroutine(value) else value

    def _arguments(
        self, inputs: list[dict[str, Any]], shape: dict[str, str], held: dict[str, Any]
    ) -> tuple[list[Any], dict[str, Any]]:
        given: list[Any] = []
        named: dict[str, Any] = {}
        for entry in inputs:
            value = make(shape[entry["name"]], entry, self.market, self.subject["literals"])
            if self.subject["prepares"] and shape[entry["name"]] == "frame" and self.prepare is not None:
                raw, value = value, self.prepare(value)
                if self.exchange is not None:
                    value = self.exchange.shared(entry["name"], raw, value)
            if entry["keyword"]:
                named[entry["name"]] = value
            else:
                given.append(value)
            held[entry["name"]] = value
        return given, named

    # Masks

    def _mask(self, case: dict[str, Any], held: dict[str, Any]) -> dict[str, Any]:
        mask = self.subject["mask"]
        if not self.original:
            raw = self._raw(case)
            inputs = {
                _keyword(entry["name"]): make(
                    case["shape"][entry["name"]], entry, self.market, self.subject["literals"]
                )
                for entry in self.subject["inputs"]
                if entry["name"] in mask["inputs"]
            }
            series = self.program.namespace[mask["function"]](self.prepare(raw), **inputs)
            return _labelled(series, None)
        if mask["given"] or mask["container"]:
            frame, value = self._captured(lambda: self._call_container(case), mask)
        else:
            before = [each for each in self.program.tree.body if each.lineno <= mask["last_line"]]
            self.program.run(before)
            frame = self.program.namespace[mask["frame"]]
            value = frame if mask["column"] else self.program.namespace[mask["name"]]
        if not mask["given"]:
            case["raw"] = self.market.recipe_for(len(frame))
        return _labelled(frame[mask["name"]] if mask["column"] else value, frame)

    def _raw(self, case: dict[str, Any]) -> Any:
        recipe = case.get("raw")
        return self.market.frame() if recipe is None else self.market.remade(recipe)

    def _call_container(self, case: dict[str, Any]) -> Any:
        mask = self.subject["mask"]
        owner = mask["owner"]
        target: Any
        if owner:
            kind = self.program.namespace[owner]
            try:
                given, named = self._arguments(self.subject["construction"], case["shape"], {})
                instance = kind(*given, **named)
            except Exception:  # its construction needs what is not here; the mask reads nothing of it
                instance = kind.__new__(kind)
            target = getattr(instance, mask["container"])
        else:
            target = self.program.namespace[mask["container"]]
        given_, named_ = [], {}
        for entry in self.subject["inputs"]:
            if entry["name"] == mask["parameter"]:
                value = self.prepare(self._raw(case)) if self.prepare is not None else self._raw(case)
            else:
                value = make(case["shape"][entry["name"]], entry, self.market, self.subject["literals"])
            if entry["keyword"]:
                named_[entry["name"]] = value
            else:
                given_.append(value)
        value = target(*given_, **named_)
        return asyncio.run(value) if inspect.iscoroutine(value) else value

    def _captured(self, call: Any, mask: dict[str, Any]) -> tuple[Any, Any]:
        """What the container's locals hold when the mask is made: the frame, and a variable's value."""
        found: list[tuple[Any, Any]] = []
        failure: Exception | None = None
        sys.settrace(_watching(self.program.path, mask, found))
        try:
            call()
        except Exception as error:  # what comes after the mask may fail: that is not its doing
            failure = error
        finally:
            sys.settrace(None)
        usable = [each for each in found if not mask["column"] or mask["name"] in each[0]]
        if not usable:
            raise failure or NotReachedError(f"the statement that makes `{mask['name']}` was not reached")
        return usable[-1]

    # Scripts

    def _script(self, case: dict[str, Any]) -> Any:
        script = self.subject["script"]
        first, last = script["first_line"], script["last_line"]
        source = self.program if self.original else self.served_by
        self.market.served.clear()
        body = source.tree.body
        source.run([each for each in body if each.lineno < first])
        if self.original:
            source.run([each for each in body if first <= each.lineno <= last])
            values = [source.namespace[name] for name in script["results"]]
            return values[0] if len(values) == 1 else tuple(values) if values else None
        given = [copy.deepcopy(source.namespace[name]) for name in script["required"]]
        return self.program.namespace[self.subject["name"]](*given)

    # Strategies

    def _freqtrade(self) -> Any:
        strategy = self.program.namespace[self.subject["owner"]]({})
        frame = strategy.populate_indicators(self.market.frame(), {"pair": "AAA"})
        enter = getattr(strategy, "populate_entry_trend", None) or strategy.populate_buy_trend
        leave = getattr(strategy, "populate_exit_trend", None) or strategy.populate_sell_trend
        return leave(enter(frame, {"pair": "AAA"}), {"pair": "AAA"})

    def _framework(self) -> Any:
        strategy = self.program.namespace[self.subject["owner"]]
        homes = {each.__module__.partition(".")[0] for each in strategy.__mro__}
        frame = self.market.walk().rename(columns=str.title)
        if "backtesting" in homes:
            from backtesting import Backtest

            stats = Backtest(frame, strategy, cash=1_000_000).run()
            return {"trades": stats["_trades"], "equity": stats["_equity_curve"]}
        if "backtrader" in homes:
            return _run_backtrader(strategy, frame)
        raise NotReachedError(f"nothing here can run a strategy of {', '.join(sorted(homes))}")


def _watching(path: str, mask: dict[str, Any], found: list[tuple[Any, Any]]) -> Any:
    """A trace function that notes the frame, and the mask if it is a variable, once the mask is made."""
    last = max(end for _, end in mask["made_on"])
    state = {"inside": False}

    def within(line: int) -> bool:
        return any(start <= line <= end for start, end in mask["made_on"])

    def by_line(frame: Any, event: str, _given: Any) -> Any:
        if event not in ("line", "return"):
            return by_line
        if state["inside"] and (event == "return" or not within(frame.f_lineno)):
            local = frame.f_locals
            if mask["frame"] in local and (mask["column"] or mask["name"] in local):
                found.append((copy.copy(local[mask["frame"]]), copy.copy(local.get(mask["name"]))))
        state["inside"] = event == "line" and within(frame.f_lineno) and frame.f_lineno <= last
        return by_line

    def watch(frame: Any, event: str, _given: Any) -> Any:
        code = frame.f_code
        if event == "call" and code.co_name == mask["container"] and code.co_filename == path:
            return by_line
        return None

    return watch


def _run_backtrader(strategy: Any, frame: Any) -> Any:
    import backtrader

    engine = backtrader.Cerebro(stdstats=False)
    engine.addstrategy(strategy)
    engine.adddata(backtrader.feeds.PandasData(dataname=frame))
    engine.addanalyzer(backtrader.analyzers.Transactions, _name="transactions")
    engine.broker.setcash(1_000_000)
    (ran,) = engine.run()
    found = {
        str(at): [list(each) for each in traded]
        for at, traded in ran.analyzers.transactions.get_analysis().items()
    }
    return {"transactions": found, "value": engine.broker.getvalue()} if found else {}


def case_is_mask(subject: dict[str, Any]) -> bool:
    """Whether results are series that are compared by their labels."""
    return bool(subject["kind"] == "mask")


def _keyword(name: str) -> str:
    """What a generated mask calls an input of the source's function: `params` are its own parameters."""
    return f"{name}_" if name == "params" else name


def _labelled(series: Any, frame: Any) -> dict[str, Any]:
    """A mask's values with their labels."""
    import pandas

    if type(series).__name__ != "Series":
        series = pandas.Series(series, index=frame.index if frame is not None else None)
    values = describe(series)
    return {
        "labels": [str(label) for label in series.index.tolist()],
        "values": values["values"],
        "dtype": values["dtype"],
        "name": values["name"],
    }


def prepare_of(generated: str, program: Program) -> Any:
    """The `prepare` of the generated text as a function of another program, whose helpers it calls."""
    import pandas

    wanted: list[ast.stmt] = []
    for statement in ast.parse(generated).body:
        if isinstance(statement, ast.FunctionDef) and statement.name == "prepare":
            statement.name = "isoscan_prepare"
            wanted.append(statement)
    if not wanted:
        return None
    program.namespace.setdefault("pd", pandas)
    program.run(wanted)
    return program.namespace["isoscan_prepare"]


@contextlib.contextmanager
def _time_limit(seconds: int) -> Iterator[None]:
    """End a call that takes too long, where the system has alarms."""
    if not hasattr(signal, "SIGALRM"):
        yield
        return

    def give_up(_number: int, _frame: Any) -> None:
        raise TimeoutError(f"a call takes more than {seconds} seconds")

    before = signal.signal(signal.SIGALRM, give_up)
    signal.setitimer(signal.ITIMER_REAL, seconds, 1)  # again and again: the first may be caught
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
