import pandas as pd

bars = pd.read_parquet("bars.parquet")


def scan_gap():
    bars["signal"] = (bars["gap"] > 0.04) & (bars["volume"] > 500_000)
    return bars[bars["signal"]]


def scan_fade():
    bars["signal"] = (bars["fade"] < -0.02) & (bars["volume"] > 900_000)
  # ^^^^^^^^^^^^^^ ISO205 column-collision
    return bars[bars["signal"]]
