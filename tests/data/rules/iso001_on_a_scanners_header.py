# The header's comment silences what concerns this scanner alone or leaves one reader.
ATR_MULT = 0.9


def scan_gap_up(df):
    return df[df["gap"] > ATR_MULT * df["atr"]]


def scan_fade(df):  # isoscan: ignore[ISO201]
    return df[df["fade"] < -ATR_MULT * df["atr"]]
