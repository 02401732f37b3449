# isoscan: not-a-scanner
def scan_gap_up(df):
    hits = df[(df["gap"] > 0.04) & (df["volume"] > 500_000)]
    return hits["ticker"].tolist()


def scan_fade(df):
  # ^^^^^^^^^ ISO100 scanner-boundary
    hits = df[(df["fade"] > 0.02) & (df["volume"] > 500_000)]
    return hits["ticker"].tolist()
