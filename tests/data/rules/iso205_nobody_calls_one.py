def scan_rsi(df, lag=14):
    df["signals"] = 0
    df.loc[(df["rsi"].shift(lag) < 30) & (df["volume"] > 500_000), "signals"] = 1
    return df[df["signals"] == 1]


def scan_reversal(df, lag=14):
    df["signals"] = 0
  # ^^^^^^^^^^^^^ ISO205 column-collision: `scan_reversal` overwrites column `signals` of `scan_rsi`
    df.loc[(df["close"] < df["low"].shift(lag)) & (df["rsi"] > 50), "signals"] = 1
    return df[df["signals"] == 1]


def main(df):
    found = scan_rsi(df)
    print(found["signals"].sum())
