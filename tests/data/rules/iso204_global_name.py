LAST_REGIME = "calm 🌊"
THRESHOLD = 0.04


def scan_gap_up(df):
    global THRESHOLD
    THRESHOLD = df["atr"].iloc[-1] * 1.5
  # ^^^^^^^^^ ISO204 mutated-shared-state: `scan_gap_up` changes `THRESHOLD`, and `scan_fade` reads it (line 13)
    return df[(df["gap"] > THRESHOLD) & (df["volume"] > 500_000)]


def scan_fade(df):
    return df[(df["close"] < df["open"]) & (df["range"] > THRESHOLD)]
