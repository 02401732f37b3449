import argparse

parser = argparse.ArgumentParser()
parser.add_argument("--min-gap", type=float, default=0.04)
parser.add_argument("--min-volume", type=float, default=250_000)
                  # ^^^^^^^^^^^^^^ ISO201 shared-parameter
args, rest = parser.parse_known_args()


def scan_gap_up(df):
    return df[(df["gap"] > args.min_gap) & (df["volume"] > args.min_volume)]


def scan_fade(df):
    return df[(df["fade"] > 0.4) & (df["volume"] > args.min_volume)]
