P = {
    "atr_mult": 0.9,
  # ^^^^^^^^^^ ISO201 shared-parameter: changing `P['atr_mult']` for `scan_gap_up` also changes `scan_fade`
    "gap_min": 0.04,
    "fade_min": 0.02,
}


def scan_gap_up(df):
    return df[(df["gap"] > P["gap_min"]) & (df["range"] > P["atr_mult"] * df["atr"])]


def scan_fade(df):
    return df[(df["fade"] > P["fade_min"]) & (df["range"] > P.get("atr_mult", 1) * df["atr"])]
