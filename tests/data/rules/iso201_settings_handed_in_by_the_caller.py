P = {"price_min": 5.0, "gap_min": 0.04, "fade_min": 0.02}
   # ^^^^^^^^^^^ ISO201 shared-parameter: changing `P['price_min']`


def scan_gap_up(df, cfg):
    return df[(df["close"] > cfg["price_min"]) & (df["gap"] > cfg["gap_min"])]


def scan_fade(df, cfg):
    return df[(df["close"] > cfg["price_min"]) & (df["fade"] > cfg["fade_min"])]


def run(df):
    return scan_gap_up(df, P), scan_fade(df, cfg=P)
