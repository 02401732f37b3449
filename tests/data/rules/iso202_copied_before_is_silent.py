P = {"volume_min": 500_000}
GAP = dict(P)
P = {"volume_min": 900_000}
FADE = dict(P)


def scan_gap(df):
    return df[(df["gap"] > 0.04) & (df["volume"] > GAP["volume_min"])]


def scan_fade(df):
    return df[(df["fade"] < -0.02) & (df["volume"] > FADE["volume_min"])]
