# Calling another scanner is a dependency: its parameters stay its own.
GAP_MIN = 0.04
FADE_MIN = 0.02


def scan_gap_up(df):
    return df[df["gap"] > GAP_MIN]


def scan_gap_and_fade(df):
    hits = scan_gap_up(df)
    return hits[hits["fade"] > FADE_MIN]
