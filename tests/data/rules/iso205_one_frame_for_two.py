import pandas as pd


def scan_gap_up(df):
    df["signal"] = (df["gap"] > 0.04) & (df["volume"] > 500_000)
  # ^^^^^^^^^^^^ ISO206 mutated-input-frame: `scan_fade` is given it next (line 18)
    return df[df["signal"]]


def scan_fade(bars):
    bars["signal"] = (bars["close"] < bars["open"]) & (bars["volume"] > 900_000)
  # ^^^^^^^^^^^^^^ ISO205 column-collision: `scan_fade` overwrites column `signal` of `scan_gap_up` (line 5) when line 18 hands it
    return bars.copy()


data = pd.read_csv("bars.csv")  # 📈
signals = scan_gap_up(data)
signals2 = scan_fade(data)
