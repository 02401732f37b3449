P = {"volume_min": 500_000}


def scan_gap(df):
    return df[(df["gap"] > 0.04) & (df["volume"] > P["volume_min"])]


def scan_fade(df):
    p = {**P, "volume_min": 700_000}
    return df[(df["fade"] < -0.02) & (df["volume"] > p["volume_min"])]


def scan_tight(df):
    p = P | {"volume_min": 900_000}
    return df[(df["range"] < 0.02) & (df["volume"] > p["volume_min"])]


def scan_quiet(df):
    p = P.copy()
    p["volume_min"] = 100_000
    return df[(df["range"] < 0.01) & (df["volume"] < p["volume_min"])]


def scan_loud(df):
    p = dict(P, volume_min=2_000_000)
    return df[(df["range"] > 0.05) & (df["volume"] > p["volume_min"])]
