import pandas as pd


def screen_all(bars: pd.DataFrame) -> dict[str, pd.DataFrame]:
    results = {}
    bars = bars.dropna()

    # <scanner Inside day section>
    # ── Inside day ──
    tighter = bars["high"].shift(1)
    higher = bars["low"].shift(1)
    results["inside_day"] = bars[(bars["high"] < tighter) & (bars["low"] > higher)]
    # </scanner>

    # <scanner Trend pullback section>
    # ── Trend pullback ──
    ema = bars["close"].ewm(span=20).mean()
    results["trend_pullback"] = bars[(bars["low"] < ema) & (bars["close"] > ema)]
    # </scanner>

    # <scanner Climax volume section>
    # ── Climax volume ──
    average = bars["volume"].rolling(50).mean()
    results["climax_volume"] = bars.loc[bars["volume"] > 4 * average]
    # </scanner>

    return results
