def scan_gap_up(df):
    df["gap"] = df["open"] / df["close"].shift(1) - 1
  # ^^^^^^^^^ ISO206 mutated-input-frame: `scan_gap_up` changes `df` (`gap`) without a copy, and `scan_fade` is given it
    return df[(df["gap"] > 0.04) & (df["volume"] > 500_000)]["ticker"].tolist()


def scan_fade(df):
    return df[(df["close"] < df["open"]) & (df["volume"] > 900_000)]["ticker"].tolist()


def run(df):
    return {"gap_up 🚀": scan_gap_up(df), "fade": scan_fade(df)}
