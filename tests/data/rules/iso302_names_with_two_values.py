GAP = {"gap_min": 0.04, "volume_min": 500_000}
FADE = {"fade_min": 0.02, "volume_min": 900_000}
                        # ^^^^^^^^^^^^ ISO302 colliding-parameter: 900_000 for `scan_fade` and 500_000 for `scan_gap_up`


def scan_gap_up(df, span=20):
    wide = df["close"].rolling(span).mean()
    return df[(df["gap"] > GAP["gap_min"]) & (df["volume"] > GAP["volume_min"]) & (df["close"] > wide)]


def scan_fade(df, span=50):
                # ^^^^ ISO302 colliding-parameter: `span` is 50 for `scan_fade` and 20 for `scan_gap_up` (line 6)
    wide = df["close"].rolling(span).mean()
    return df[(df["fade"] > FADE["fade_min"]) & (df["volume"] > FADE["volume_min"]) & (df["close"] < wide)]
