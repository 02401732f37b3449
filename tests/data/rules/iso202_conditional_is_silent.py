import sys

GAP_MIN = 0.04
if "--wide" in sys.argv:
    GAP_MIN = 0.06


def scan_gap_up(df):
    return df[df["gap"] > GAP_MIN]


def scan_fade(df):
    return df[df["fade"] > 0.02]


if __name__ == "__main__":
    GAP_MIN = 0.02
