STATE = {"armed": True}


def scan_gap_up(df):
    hits = df[(df["gap"] > 0.04) & (df["volume"] > 500_000)]
    if STATE["armed"] and len(hits) > 5:
        STATE["armed"] = False
      # ^^^^^^^^^^^^^^ ISO204 mutated-shared-state: `scan_gap_up` changes `STATE['armed']`, and `scan_fade` reads it
    return hits


def scan_fade(df):
    if not STATE["armed"]:
        return df.head(0)
    return df[(df["close"] < df["open"]) & (df["volume"] > 300_000)]
