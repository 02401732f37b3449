from collections import ChainMap

DEFAULTS = {"gap": 0.03, "volume": 100_000}


def scan_gap(df):
    p = ChainMap({}, DEFAULTS)
    p["gap"] = 0.06
    return df[(df["gap"] > p["gap"]) & (df["rsi"] > 50)]


def scan_fade(df):
    return df[(df["gap"] < -DEFAULTS["gap"]) & (df["rsi"] < 50)]
