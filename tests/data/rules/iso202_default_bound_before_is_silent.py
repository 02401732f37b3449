VOLUME_MIN = 500_000


def scan_gap(df, floor=VOLUME_MIN):
    return df[(df["gap"] > 0.04) & (df["volume"] > floor)]


VOLUME_MIN = 900_000


def scan_fade(df, floor=VOLUME_MIN):
    return df[(df["fade"] < -0.02) & (df["volume"] > floor)]
