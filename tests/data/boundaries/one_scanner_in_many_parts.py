import pandas as pd


# <scanner movers_of_the_day function>
def movers_of_the_day(quotes: pd.DataFrame) -> dict:
    """The two sides of one measure."""
    leading = quotes[quotes["change_pct"] > 4]
    print("up", len(leading))

    sinking = quotes[quotes["change_pct"] < -4]
    print("down", len(sinking))

    return {"leading": leading, "sinking": sinking}
# </scanner>


# <scanner breakout_candidates function>
def breakout_candidates(bars: dict[str, pd.DataFrame]) -> list[str]:
    """Two lists of which one decision is made."""
    tight, heavy = [], []
    for ticker, df in bars.items():
        width = df["high"].rolling(10).max() / df["low"].rolling(10).min() - 1
        if width.iloc[-1] < 0.06:
            tight.append(ticker)

        busy = df["volume"].iloc[-1] / df["volume"].rolling(50).mean().iloc[-1]
        if busy > 2:
            heavy.append(ticker)
    print(tight, heavy)
    return sorted(set(tight).intersection(heavy))
# </scanner>


# <scanner trend_then_dip function>
def trend_then_dip(quotes: pd.DataFrame) -> pd.DataFrame:
    """The second selection goes on with the first."""
    trending = quotes[quotes["close"] > quotes["sma_200"]]
    print(len(trending))

    dipping = trending[trending["rsi"] < 35]
    print(len(dipping))
    return dipping
# </scanner>


# <scanner double_bottom function>
def double_bottom(df: pd.DataFrame) -> bool:
    """Lists of levels are steps on the way."""
    closes = df["close"].tolist()
    peaks = []
    troughs = []
    for i in range(2, len(closes) - 2):
        if closes[i] > closes[i - 1] and closes[i] > closes[i + 1]:
            peaks.append(closes[i])
        if closes[i] < closes[i - 1] and closes[i] < closes[i + 1]:
            troughs.append(closes[i])
    if len(troughs) < 2 or not peaks:
        return False
    return abs(troughs[-1] / troughs[-2] - 1) < 0.02 and closes[-1] > peaks[-1]
# </scanner>


# <scanner entries_with_reasons function>
def entries_with_reasons(df: pd.DataFrame) -> list[dict]:
    """One list of hits, whatever put them there."""
    hits = []
    last = df.iloc[-1]

    # Gap
    if last["open"] > last["prev_close"] * 1.03:
        hits.append({"why": "gap", "close": last["close"]})

    # Volume
    if last["volume"] > 3 * last["volume_avg"]:
        hits.append({"why": "volume", "close": last["close"]})
    return hits
# </scanner>
