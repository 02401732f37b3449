CONFIG = {
    "gap": {"min": 0.04, "volume": 500_000},
    "fade": {"min": 0.02},
    "both": {"price_min": 5.0},
           # ^^^^^^^^^^^ ISO201 shared-parameter: changing `CONFIG['both']['price_min']`
}


def scan_gap_up(df):
    settings = CONFIG["gap"]
    liquid = (df["close"] > CONFIG["both"]["price_min"]) & (df["volume"] > settings["volume"])
    return df[liquid & (df["gap"] > settings["min"])]


def scan_fade(df):
    return df[(df["close"] > CONFIG["both"]["price_min"]) & (df["fade"] > CONFIG["fade"]["min"])]
