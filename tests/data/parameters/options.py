# ⌨ options of a command line
import argparse


def options():
    parser = argparse.ArgumentParser()
    parser.add_argument("-g", "--gap-min", type=float, default=0.04)
    parser.add_argument("--floor", dest="volume_min", type=int, default=500_000)
    parser.add_argument("--api-key", default="none")
    parser.add_argument("--unused", type=float, default=0.5)
    return parser.parse_args()


args = options()
here = argparse.ArgumentParser()
here.add_argument("--rsi_max", type=int, default=70)
known = here.parse_args()


# isoscan: scanner
def scan_gap(df):
    return df[(df["gap"] > args.gap_min) & (df["volume"] > args.volume_min) & (df["rsi"] < known.rsi_max)]


# ── parameters ──
# scan_gap.gap_min = 0.04 (default_arg, line 7)
# scan_gap.volume_min = 500000 (default_arg, line 8)
# scan_gap.rsi_max = 70 (default_arg, line 16)
