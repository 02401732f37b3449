"""Apply a fix to a text, and run scanners of a text on small synthetic bars."""

from __future__ import annotations

import pandas as pd


def applied(source: str, fix) -> str:
    """The text with a fix's edits made."""
    lines = source.splitlines(keepends=True)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    text = source
    spans = sorted(fix.edits, key=lambda edit: edit.span, reverse=True)
    for edit in spans:
        span = edit.span
        start = starts[span.line] + span.column
        end = starts[span.end_line] + span.end_column
        text = text[:start] + edit.text + text[end:]
    return text


def bars() -> pd.DataFrame:
    """Forty bars with every column that the cases read; always the same."""
    count = 40
    close = pd.Series([100 + (index * 7) % 13 - (index * 5) % 11 for index in range(count)], dtype=float)
    open_ = pd.Series([100 + (index * 3) % 17 - (index * 11) % 7 for index in range(count)], dtype=float)
    return pd.DataFrame(
        {
            "ticker": [f"T{index}" for index in range(count)],
            "open": open_,
            "close": close,
            "high": close.clip(lower=open_) + 1.5,
            "low": close.clip(upper=open_) - 1.5,
            "volume": [100_000 * (index % 9) for index in range(count)],
            "gap": [(index % 10) / 100 for index in range(count)],
            "range": [(index % 7) / 100 for index in range(count)],
        }
    )


def results(source: str, names: list[str]) -> dict[str, str]:
    """What each scanner gives on fresh bars, in a fresh module, as text."""
    found = {}
    for name in names:
        space: dict[str, object] = {"__name__": "case"}
        exec(compile(source, "<case>", "exec"), space)
        found[name] = repr(_plain(space[name](bars())))
    return found


def _plain(result):
    if isinstance(result, pd.DataFrame):
        return result.to_dict("list")
    return list(result) if isinstance(result, pd.Series) else result
