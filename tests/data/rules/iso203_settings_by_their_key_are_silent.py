SCANS = {
    "gappers": {"gap_min": 0.05, "volume_min": 400_000},
    "faders": {"gap_min": -0.05, "volume_min": 900_000},
}


def find_gappers(df):
    settings = SCANS["gappers"]
    return df[(df["gap"] > settings["gap_min"]) & (df["volume"] > settings["volume_min"])]


def find_faders(df):
    settings = SCANS["faders"]
    return df[(df["gap"] < settings["gap_min"]) & (df["volume"] > settings["volume_min"])]
