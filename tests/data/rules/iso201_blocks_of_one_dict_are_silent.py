PARAMS = {
    "gap_up": {"min_gap": 0.04, "min_volume": 100_000},
    "fade": {"min_gap": 0.02, "min_volume": 300_000},
}


def scan_gap_up(df, p=PARAMS["gap_up"]):
    return df[(df["gap"] > p["min_gap"]) & (df["volume"] > p["min_volume"])]


def scan_fade(df, p=PARAMS["fade"]):
    return df[(df["gap"] < -p["min_gap"]) & (df["volume"] > p["min_volume"])]
