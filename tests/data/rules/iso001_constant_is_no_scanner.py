# isoscan: not-a-scanner
# ^^^^^^^^^^^^^^^^^^^^^^ ISO001 unused-suppression
X = 1


def scan_gap(df):
    return df[(df["gap"] > 0.04) & (df["volume"] > 500_000)]


def scan_fade(df):
    return df[(df["fade"] < -0.02) & (df["volume"] > 700_000)]
