# isoscan: ignore-file
def scan_gap_up(df):
    hits = df[(df["gap"] > 0.04) & (df["volume"] > 500_000)]
    return hits["ticker"].tolist()
