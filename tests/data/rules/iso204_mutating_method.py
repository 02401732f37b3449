taken = []


def scan_gap_up(df):
    hits = df[df["gap"] > 0.04]
    taken.extend(hits["ticker"])
  # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ISO204 mutated-shared-state: `scan_gap_up` changes `taken`
    return hits


def scan_fade(df):
    return df[(df["close"] < df["open"]) & (df["volume"] > 500_000) & ~df["ticker"].isin(taken)]
