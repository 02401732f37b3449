def add_bands(df):
    df["upper"] = df["close"].rolling(20).mean() * 1.02
    return df


def scan_breakout(df):
    bars = df
    bars = add_bands(bars)
         # ^^^^^^^^^^^^^^^ ISO206 mutated-input-frame: (`upper`) without a copy, and `plot` is given it next
    return bars[(bars["close"] > bars["upper"]) & (bars["volume"] > 500_000)]


def plot(df):
    df["close"].plot()


def main(df):
    hits = scan_breakout(df)
    plot(df)
    return hits
