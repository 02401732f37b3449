import pandas as pd


def add_patterns(df):
    o, h, l, c = df["Open"], df["High"], df["Low"], df["Close"]
    body = (c - o).abs()
    rng = h - l
    # <scanner Doji mask>
    df["Doji"] = body <= rng * 0.1
    # </scanner>
    # <scanner Hammer mask>
    df["Hammer"] = ((h - c) < body) & ((o - l) > 2 * body)
    # </scanner>
    # <scanner Bullish_Engulfing mask>
    df["Bullish_Engulfing"] = (c.shift() < o.shift()) & (c > o.shift()) & (o < c.shift())
    # </scanner>
    # <scanner Inside_Bar mask>
    df["Inside_Bar"] = (h < h.shift()) & (l > l.shift())
    # </scanner>
    return df
