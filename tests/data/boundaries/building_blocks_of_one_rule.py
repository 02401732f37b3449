# <scanner momentum_entry function>
def momentum_entry(df):
    df["cond1"] = df["close"] > df["sma50"]
    df["cond2"] = df["rsi"] > 55
    df["volume_ok"] = df["volume"] > 1.5 * df["volume_avg"]
    df["entry"] = df["cond1"] & df["cond2"] & df["volume_ok"]
    return df
# </scanner>
