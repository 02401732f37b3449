SETUPS = {
    "gap": {"name": "gap 🚀", "gap_min": 0.04, "rsi_max": 70, "volume_min": 500_000},
                                            # ^^^^^^^^^ ISO301 unused-parameter
    "fade": {"name": "fade", "fade_min": 0.02, "volume_min": 900_000},
}


def scan_gap(df):
    settings = SETUPS["gap"]
    return df[(df["gap"] > settings["gap_min"]) & (df["volume"] > settings["volume_min"])]


def scan_fade(df):
    return df[(df["fade"] > SETUPS["fade"]["fade_min"]) & (df["volume"] > SETUPS["fade"]["volume_min"])]
