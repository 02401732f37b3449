# ── Large-cap scans ─────────────────────────────── 📈
import pandas as pd


def add_columns(df):
    df["h1"] = df["h"].shift(1)
    df["c1"] = df["c"].shift(1)
    df["range"] = df["h"] - df["l"]
    df["atr"] = df["range"].rolling(14).mean()
    df["gap_atr"] = (df["o"] - df["c1"]) / df["atr"]
    df["ema9"] = df["c"].ewm(span=9).mean()
    df["ema20"] = df["c"].ewm(span=20).mean()
    return df


def scan_all(df):
    # the first three want strength, the last one weakness

    # <scanner day_two mask>
    df["day_two"] = (
        (df["h"] >= df["h1"])
        & (df["gap_atr"] >= 0.3)
        & (df["v"] >= 5_000_000)
        & (df["c"] > df["o"])
    ).astype(int)
    # </scanner>
    # <scanner parabolic_run mask>
    df["parabolic_run"] = (
        (df["h"] >= df["h1"]) & (df["gap_atr"] >= 1.2) & (df["ema9"] >= df["ema20"]) & (df["v"] >= 9_000_000)
    ).astype(int)
    # </scanner>

    # <scanner failed_breakout mask>
    # opens above the high, closes below it
    df["failed_breakout"] = ((df["o"] > df["h1"]) & (df["c"] < df["h1"]) & (df["v"] > 2_000_000)).astype(int)
    # </scanner>

    hits = df[df[["day_two", "parabolic_run", "failed_breakout"]].any(axis=1)]
    return hits
