# isoscan: shared
PRICE_FLOOR = 5.0
P = {
    "volume_min": 500_000,  # isoscan: shared
    "gap_min": 0.04,
}


def scan_gap_up(df):
    return df[(df["close"] > PRICE_FLOOR) & (df["volume"] > P["volume_min"]) & (df["gap"] > P["gap_min"])]


def scan_fade(df):
    return df[(df["close"] > PRICE_FLOOR) & (df["volume"] > P["volume_min"])]
