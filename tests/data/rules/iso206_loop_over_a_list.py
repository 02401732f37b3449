def scan_gap(df):
    df["gap"] = df["open"] / df["close"].shift(1) - 1
  # ^^^^^^^^^ ISO206 mutated-input-frame
    return df[(df["gap"] > 0.04) & (df["volume"] > 500_000)]


def scan_fade(df):
    return df[(df["close"] < df["open"]) & (df["volume"] > 900_000)]


SCANS = [scan_gap, scan_fade]


def run(df):
    return [scan(df) for scan in SCANS]
