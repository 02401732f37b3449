LONG = 1
SHORT = -1
SIGNAL_EXIT = 0
EPSILON = 1e-9
SECONDS_PER_DAY = 86_400
CLOSE_COLUMN = "close"


def scan_gap_up(df):
    df["side"] = LONG
    df["signal"] = SIGNAL_EXIT
    return df[(df[CLOSE_COLUMN] / (df["open"] + EPSILON) > 1.04) & (df["age"] < SECONDS_PER_DAY)]


def scan_fade(df):
    df["side"] = SHORT
    df["signal"] = SIGNAL_EXIT
    return df[(df[CLOSE_COLUMN] / (df["open"] + EPSILON) < 0.96) & (df["age"] < SECONDS_PER_DAY)]
