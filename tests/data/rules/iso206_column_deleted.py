def scan_gap(df):
    del df["adj"]
      # ^^^^^^^^^ ISO206 mutated-input-frame
    return df[(df["gap"] > 0.04) & (df["volume"] > 100_000)]


def scan_fade(df):
    return df[(df["fade"] > 0.04) & (df["volume"] > 100_000)]


def both(df):
    return [scan(df) for scan in (scan_gap, scan_fade)]
