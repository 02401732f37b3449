GAP = {"price_min": 5.0, "gap_min": 0.04}
FADE = {"price_min": 2.0, "fade_min": 0.02}


def scan_gap_up(df, cfg):
    return df[(df["close"] > cfg["price_min"]) & (df["gap"] > cfg["gap_min"])]


def scan_fade(df, cfg):
    return df[(df["close"] > cfg["price_min"]) & (df["fade"] > cfg["fade_min"])]


def run(df):
    return scan_gap_up(df, GAP), scan_fade(df, FADE)
