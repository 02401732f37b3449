def scan_gap_up(df):
    df["signal"] = (df["gap"] > 0.04) & (df["volume"] > 500_000)
    return df


def scan_fade(df):
    df["signal"] = (df["close"] < df["open"]) & (df["volume"] > 300_000)
  # ^^^^^^^^^^^^ ISO205 column-collision: `scan_fade` overwrites column `signal` of `scan_gap_up` (line 2)
    return df


def main(frame):
    return scan_fade(scan_gap_up(frame))
