from collections import ChainMap

BASE = {"min_gap": 0.02, "min_volume": 100_000}
GAP = ChainMap({"min_gap": 0.05, "min_volume": 300_000}, BASE)
FADE = ChainMap({"min_gap": 0.03, "min_volume": 500_000}, BASE)


def scan_gap(df):
    return df[(df["gap"] > GAP["min_gap"]) & (df["volume"] > GAP["min_volume"])]


def scan_fade(df):
    return df[(df["gap"] < -FADE["min_gap"]) & (df["volume"] > FADE["min_volume"])]
