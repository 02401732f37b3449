PARAMS = {"gap_min": 0.04, "volume_min": 500_000}
seen = {}
counts = {}


class Book:
    taken = set()


def scan_quiet_gap(df, params=PARAMS):
    params["gap_min"] = 0.02
  # ^^^^^^^^^^^^^^^^^ ISO204 mutated-shared-state: `scan_quiet_gap` changes `PARAMS['gap_min']`, and `scan_gap_up` reads
    hits = df[(df["range"] < 0.01) & (df["volume"] > 100_000)]
    Book.taken.update(hits["ticker"])
  # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ISO204 mutated-shared-state: `scan_quiet_gap` changes `Book.taken`
    return hits


def scan_gap_up(df):
    hits = df[(df["gap"] > PARAMS["gap_min"]) & (df["volume"] > 500_000)]
    for ticker in hits["ticker"]:
        seen[ticker] = seen.get(ticker, 0) + 1
      # ^^^^^^^^^^^^ ISO204 mutated-shared-state: `scan_gap_up` changes `seen`, and `scan_fade` reads it
    return hits


def scan_fade(df):
    hits = df[(df["close"] < df["open"]) & (df["volume"] > 300_000) & ~df["ticker"].isin(Book.taken)]
    return hits[hits["ticker"].map(lambda ticker: seen.get(ticker, 0) < 2)]
