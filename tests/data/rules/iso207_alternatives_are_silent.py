from typing import overload

try:
    from talib import ATR as atr
except ImportError:

    def atr(high, low, close, length=14):
        return (high - low).rolling(length).mean()


@overload
def gap(df: int) -> int: ...
@overload
def gap(df: str) -> str: ...
def gap(df):
    return df["open"] / df["close1"] - 1


class Settings:
    @property
    def limit(self):
        return self._limit

    @limit.setter
    def limit(self, value):
        self._limit = value


def scan_gap_up(df):
    df["gap"] = gap(df)
    df["atr"] = atr(df["high"], df["low"], df["close"])
    return df[(df["gap"] > 0.9 * df["atr"]) & (df["volume"] > 500_000)]


def scan_fade(df):
    df["gap"] = gap(df)
    df["limit"] = Settings().limit
    return df[(df["gap"] < -0.9 * df["limit"]) & (df["volume"] > 500_000)]
