import pandas as pd


def scan_breakout(df):
    df.reset_index(inplace=True)
  # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ISO206 mutated-input-frame: `scan_breakout` changes `df`
    df.rename(columns={"index": "Date"}, inplace=True)
    late = df.copy()
    late["top"] = late["high"].rolling(20).max()
    return late[(late["close"] > late["top"].shift(1)) & (late["volume"] > 500_000)]


frame = pd.read_csv("bars.csv")
hits = scan_breakout(frame)
frame.to_csv("bars_seen.csv")
