import argparse

parser = argparse.ArgumentParser()
parser.add_argument("--gap-min", type=float, default=0.04)
parser.add_argument("--volume-min", type=int, default=500_000)
                  # ^^^^^^^^^^^^^^ ISO201 shared-parameter
args = parser.parse_args([])


def scan_gap(df):
    return df[(df["gap"] > args.gap_min) & (df["volume"] > args.volume_min)]


def scan_fade(df):
    return df[(df["fade"] < -0.02) & (df["volume"] > args.volume_min)]
