def scan_gap_up(df):
    df = df.copy()
    df["signal"] = (df["gap"] > 0.04) & (df["volume"] > 500_000)
    df["strength"] = df["gap"] * 2
    return df


def scan_fade(df):
    out = df.copy()
    out["signal"] = (out["close"] < out["open"]) & (out["volume"] > 900_000)
  # ^^^^^^^^^^^^^ ISO205 column-collision: `scan_fade` overwrites column `signal` of `scan_gap_up`
    out["range"] = out["high"] - out["low"]
    return out


def run(df):
    df = scan_gap_up(df)
    df = scan_fade(df)
    return df
