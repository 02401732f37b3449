P = {"volume_min": 500_000}


def scan_gap(df):
    return df[(df["gap"] > 0.04) & (df["volume"] > P["volume_min"])]


def scan_fade(df):
    p = dict(P)
    p.update(volume_min=700_000)
    return df[(df["fade"] < -0.02) & (df["volume"] > p["volume_min"])]


def scan_tight(df):
    p = dict(P)
    p.update({"volume_min": 900_000})
    return df[(df["range"] < 0.02) & (df["volume"] > p["volume_min"])]
