# Each value is used where it stands: scanning happens between the two.
import pandas as pd

bars = pd.read_csv("bars.csv")


def scan_gap_up(df):
    return df[df["gap"] > PERIOD * df["atr"]]


def scan_fade(df):
    return df[df["fade"] < -PERIOD * df["atr"]]


PERIOD = 2
gaps = scan_gap_up(bars)
PERIOD = 3
fades = scan_fade(bars)
