def in_uptrend(df):
    return df["close"].iloc[-1] > df["sma200"].iloc[-1]


def has_volume(df):
    return df["volume"].iloc[-1] > 1.5 * df["volume_avg"].iloc[-1]


# <scanner pullback_in_uptrend function>
def pullback_in_uptrend(df):
    if not in_uptrend(df) or not has_volume(df):
        return False
    return df["close"].iloc[-1] < df["ema20"].iloc[-1] and df["rsi"].iloc[-1] < 45
# </scanner>
