GAP_PCT = 4
GAP_PCT = GAP_PCT / 100


def scan_gap_up(df):
    return df[df["gap"] > GAP_PCT]


def scan_fade(df):
    return df[df["fade"] > 0.02]
