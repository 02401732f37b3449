REGIME = "bull"
open_names = []


def scan_tide(df):
    global REGIME
    REGIME = "bear" if df["tide"].mean() < 0.7 else "bull"
  # ^^^^^^ ISO204 mutated-shared-state
    return df[(df["tide"] > 0.5) & (df["volume"] > 200_000)]


def scan_trend(df):
    cut = 0.3 if REGIME == "bull" else 0.7
    return df[(df["drift"] > cut) & (df["volume"] > 200_000)]


def scan_openers(df):
    hits = df[(df["gap"] > 0.7) & (df["volume"] > 200_000)]
    open_names.extend(hits["ticker"])
  # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ISO204 mutated-shared-state
    return hits


def scan_late(df):
    cut = 0.8 if len(open_names) > 10 else 0.4
    return df[(df["fade"] > cut) & (df["volume"] > 200_000)]
