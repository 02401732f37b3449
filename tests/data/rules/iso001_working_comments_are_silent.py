ATR_MULT = 0.9  # isoscan: ignore[ISO201]
# isoscan: shared
PRICE_MIN = 5.0
# isoscan: ignore[shared-parameter]
VOLUME_MIN = 500_000


def scan_gap_up(df):
    return df[(df["gap"] > ATR_MULT * df["atr"]) & (df["close"] > PRICE_MIN) & (df["volume"] > VOLUME_MIN)]


def scan_fade(df):
    return df[(df["fade"] < -ATR_MULT * df["atr"]) & (df["close"] > PRICE_MIN) & (df["volume"] > VOLUME_MIN)]


# isoscan: not-a-scanner
def is_liquid(df):
    return df["volume"].median() > 100


# isoscan: scanner weekly
def check(df):
    return df
