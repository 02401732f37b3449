"""Patterns joined from tests that another file holds. 🔗"""

import pandas as pd
from candles.single import closes_up, is_doji, outgrows
from candles.trends import falls, rises


# <scanner bullish_turn function>
def bullish_turn(open: pd.Series, high: pd.Series, low: pd.Series, close: pd.Series, bars: int = 30) -> pd.Series:
    """A body that outgrows the one before it, after a fall."""
    fallen = falls(close, bars)
    larger = outgrows(open, close)
    return fallen & larger & closes_up(open, close)
# </scanner>


# <scanner tired_rise function>
def tired_rise(open: pd.Series, high: pd.Series, low: pd.Series, close: pd.Series) -> pd.Series:
    risen = rises(close, 20)
    doji = is_doji(open, high, low, close)
    return risen.shift(1) & doji
# </scanner>


def body(open: pd.Series, high: pd.Series, low: pd.Series, close: pd.Series) -> pd.Series:
    return (close - open).abs()


def middle(open: pd.Series, high: pd.Series, low: pd.Series, close: pd.Series) -> pd.Series:
    top = high.where(close.notna(), open)
    return (top + low) / 2
