def settings():
    return DEFAULTS


DEFAULTS = {"min_volume": 250_000, "max_spread": 0.02}
          # ^^^^^^^^^^^^ ISO201 shared-parameter


def scan_gap(df):
    cfg = settings()
    return df[(df["gap"] > 0.04) & (df["volume"] > cfg["min_volume"]) & (df["spread"] < cfg["max_spread"])]


def scan_fade(df):
    cfg = settings()
    return df[(df["fade"] > 0.04) & (df["volume"] > cfg["min_volume"])]
