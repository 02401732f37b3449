from functools import partial

MIN_VOLUME = 300_000
# ^^^^^^^^ ISO201 shared-parameter


def _liquid(df, floor):
    return df[df["volume"] > floor]


liquid = partial(_liquid, floor=MIN_VOLUME)


def scan_gap(df):
    df = liquid(df)
    return df[(df["gap"] > 0.04) & (df["rsi"] > 50)]


def scan_fade(df):
    df = liquid(df)
    return df[(df["fade"] > 0.04) & (df["rsi"] < 50)]
