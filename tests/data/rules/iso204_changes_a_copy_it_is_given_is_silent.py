BASE = {"gap": 0.02, "stops": [0.01, 0.02]}


def loosen(settings):
    settings["gap"] = 0.01
    return settings


def scan_gap(df):
    own = loosen(dict(BASE))
    return df[(df["gap"] > own["gap"]) & (df["volume"] > 100_000)]


def scan_fade(df):
    return df[(df["gap"] < -BASE["gap"]) & (df["volume"] > 300_000)]
