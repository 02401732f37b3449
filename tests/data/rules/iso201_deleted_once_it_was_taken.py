CUT = 0.3
# ^ ISO201 shared-parameter
RSI_CUT = 0.1


def scan_gap_up(df, cut=CUT):
    return df[(df["gap"] > cut) & (df["volume"] > 200_000)]


def scan_fade(df, cut=CUT):
    return df[(df["fade"] > cut) & (df["volume"] > 200_000)]


del CUT, RSI_CUT
