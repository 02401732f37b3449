import pandas as pd


# <scanner zone_signals function>
def zone_signals(bars: pd.DataFrame) -> pd.Series:
    sides = pd.Series(0, index=bars.index)
    cheap = (bars["close"] < bars["lower_band"]) & (bars["rsi"] < 31)
    dear = (bars["close"] > bars["upper_band"]) & (bars["rsi"] > 69)
    sides[cheap] = 1
    sides[dear] = -1
    return sides
# </scanner>


# <scanner try_open_gap function>
def try_open_gap(opens: pd.DataFrame, closes: pd.DataFrame, least: float = 0.03) -> None:
    gap = opens / closes.shift(1) - 1
    longs = (gap <= -least).astype(int)
    shorts = (gap >= least).astype(int)
    gained = (longs - shorts) * (closes / opens - 1)
    gained.sum(axis=1).cumsum().plot()
# </scanner>


def wilder(close: pd.Series, period: int) -> pd.Series:
    change = close.diff()
    up = change.clip(lower=0).ewm(alpha=1 / period).mean()
    down = (-change.clip(upper=0)).ewm(alpha=1 / period).mean()
    ratio = up / down
    return (100 - 100 / (1 + ratio)).where(down > 0, 100)
