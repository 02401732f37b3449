def signal_columns(df):
    # <scanner buy_rsi mask>
    df["buy_rsi"] = (df["rsi"] < 30) & (df["macd_diff"] < 0)
    # </scanner>
    # <scanner sell_rsi mask>
    df["sell_rsi"] = (df["rsi"] > 70) & (df["macd_diff"] > 0)
    # </scanner>

    # <scanner buy_band mask>
    df["buy_band"] = (df["close"] > df["bb_upper"]) & (df["close"].shift(1) <= df["bb_upper"].shift(1))
    # </scanner>
    # <scanner sell_band mask>
    df["sell_band"] = (df["close"] < df["bb_lower"]) & (df["close"].shift(1) >= df["bb_lower"].shift(1))
    # </scanner>

    return df
