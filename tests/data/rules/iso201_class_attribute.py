class Limits:
    PRICE_MIN = 5.0
  # ^^^^^^^^^ ISO201 shared-parameter: changing `Limits.PRICE_MIN` for `scan_gap_up`
    GAP_MIN = 0.04
    FADE_MIN = 0.02


def scan_gap_up(df):
    return df[(df["close"] > Limits.PRICE_MIN) & (df["gap"] > Limits.GAP_MIN)]


def scan_fade(df):
    limits = Limits()
    return df[(df["close"] > limits.PRICE_MIN) & (df["fade"] > limits.FADE_MIN)]
