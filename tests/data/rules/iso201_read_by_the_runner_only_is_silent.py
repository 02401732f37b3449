GAP_MIN = 0.04
TOP_COUNT = 20


def scan_gap_up(df):
    return df[df["gap"] > GAP_MIN]


def scan_fade(df):
    return df[df["fade"] > 0.02]


def main(df):
    print(scan_gap_up(df).head(TOP_COUNT), GAP_MIN)
    print(scan_fade(df).head(TOP_COUNT))
