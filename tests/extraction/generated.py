"""What the tests of extraction share: sources, generated modules, and bars to run them on."""

from __future__ import annotations

import sys
import types
from textwrap import dedent

import numpy as np
import pandas as pd
from isoscan.analysis import Analysis, analyse
from isoscan.config import Config
from isoscan.extraction import Extraction, extract


def analysed(source: str) -> Analysis:
    return analyse(dedent(source).lstrip("\n"), Config())


def extracted(
    source: str, scanner: str, template: str = "minimal", path: str = "desk/scans.py"
) -> Extraction:
    return extract(analysed(source), scanner, path, Config(), template)


def generated(source: str, scanner: str, template: str = "minimal") -> str:
    extraction = extracted(source, scanner, template)
    assert extraction.problem == ""
    return extraction.text


def run(text: str, name: str = "generated") -> types.ModuleType:
    """Execute a module's text as an import would."""
    module = types.ModuleType(name)
    sys.modules[name] = module  # dataclasses look their module up
    exec(compile(dedent(text).lstrip("\n"), f"<{name}>", "exec"), module.__dict__)
    return module


def bars(count: int = 300, seed: int = 7, *, names: str = "lower") -> pd.DataFrame:
    """A random walk as daily bars: open, high, low, close, volume (or o, h, l, c, v)."""
    random = np.random.default_rng(seed)
    close = 50 * np.exp(np.cumsum(random.normal(0, 0.03, count)))
    opened = close * (1 + random.normal(0, 0.02, count))
    frame = pd.DataFrame(
        {
            "open": opened,
            "high": np.maximum(opened, close) * (1 + random.random(count) * 0.02),
            "low": np.minimum(opened, close) * (1 - random.random(count) * 0.02),
            "close": close,
            "volume": random.integers(100_000, 5_000_000, count).astype(float),
        },
        index=pd.date_range("2024-01-02", periods=count, name="date"),
    )
    if names == "short":
        return frame.rename(columns={name: name[0] for name in frame.columns})
    return frame.rename(columns=str.title) if names == "title" else frame
