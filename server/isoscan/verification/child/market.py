"""The market that code sees while it is verified: bars of the current case, whoever asks for them."""

from __future__ import annotations

from typing import Any

from . import bars

YAHOO = ["Open", "High", "Low", "Close", "Adj Close", "Volume"]


class Market:
    """Gives the bars of a case: a seed, genes, and the last day.

    `columns` are the names that the scanner reads, `thresholds` what it compares them with; `served` are the
    recipes of the frames given out since the case began, with their lengths.
    """

    def __init__(self, columns: list[str], thresholds: dict[str, list[float]], end: str) -> None:
        self.columns = list(columns)
        self.thresholds = thresholds
        self.end = end
        self.seed = 0
        self.genes: dict[str, Any] = {}
        self.served: list[tuple[dict[str, Any], int]] = []
        self._walks: dict[str, Any] = {}

    def begin(self, case: dict[str, Any]) -> None:
        """Begin a case."""
        self.seed = case["seed"]
        self.genes = case["genes"]
        self.served = []
        self._walks = {}

    def walk(self, symbol: str = "AAA") -> Any:
        """The plain bars of a symbol: open, high, low, close, volume, with dates as index."""
        if symbol not in self._walks:
            shift = (
                sum(ord(letter) * place for place, letter in enumerate(symbol, 1)) if symbol != "AAA" else 0
            )
            self._walks[symbol] = bars.walk(self.seed + shift, self.genes, self.end)
        return self._walks[symbol].copy()

    def frame(self, symbol: str = "AAA") -> Any:
        """The bars of a symbol under the names that the scanner reads."""
        import pandas

        wanted = [name for name in self.columns if isinstance(name, str)]
        symbols = [symbol]
        if any(name.lower() in ("ticker", "symbol") for name in wanted) and symbol == "AAA":
            symbols = list(bars.SYMBOLS)
        frames = [
            bars.with_columns(self.walk(each), wanted, self.thresholds, self.seed + place, each)
            for place, each in enumerate(symbols)
        ]
        if len(frames) == 1:
            return frames[0]
        return pandas.concat(frames).reset_index(drop=True)

    def serve(self, symbol: str = "AAA", columns: list[str] | None = None, dates: bool = False) -> Any:
        """Bars for code that fetches them, remembered.

        `columns` are the names its source is known to give; `dates`: the index becomes a column.
        """
        recipe = {"symbol": symbol, "columns": columns, "dates": dates}
        frame = self.remade(recipe)
        self.served.append((recipe, len(frame)))
        return frame

    def remade(self, recipe: dict[str, Any]) -> Any:
        """A frame once more that was served before."""
        symbol, columns = recipe["symbol"], recipe["columns"]
        if columns is None:
            frame = self.frame(symbol)
        else:
            frame = bars.with_columns(self.walk(symbol), columns, {}, self.seed, symbol)
        if recipe["dates"] and frame.index.name and frame.index.name not in frame.columns:
            return frame.reset_index()
        return frame

    def recipe_for(self, rows: int) -> dict[str, Any] | None:
        """What was served last with at least so many rows; None if nothing was."""
        return next((recipe for recipe, count in reversed(self.served) if count >= rows), None)

    def serve_yahoo(self, tickers: Any, group_by: str = "column", multi: bool = False) -> Any:
        """Bars as Yahoo's clients give them: one symbol flat, several under two levels of columns."""
        import pandas

        names = (
            tickers.replace(",", " ").split() if isinstance(tickers, str) else [str(each) for each in tickers]
        )
        if len(names) <= 1 and not multi:
            return self.serve(names[0] if names else "AAA", YAHOO)
        frames = {name: self.serve(name, YAHOO) for name in names}
        frame = pandas.concat(frames, axis=1)
        if group_by != "ticker":
            frame = frame.swaplevel(axis=1).sort_index(axis=1)
        return frame
