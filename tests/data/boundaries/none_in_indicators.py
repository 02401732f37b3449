import numpy as np
import pandas as pd


def rsi(data, n=14):
    delta = data.diff()
    gain = delta.where(delta > 0, 0).rolling(n).mean()
    loss = -delta.where(delta < 0, 0).rolling(n).mean()
    return 100 - 100 / (1 + gain / loss)


def true_range(high, low, close):
    data = pd.DataFrame()
    data["a"] = abs(high - low)
    data["b"] = abs(high - close.shift())
    data["c"] = abs(low - close.shift())
    return data.max(axis=1)


def supertrend(df, period=10, mult=3.0):
    hl2 = (df["high"] + df["low"]) / 2
    atr = true_range(df["high"], df["low"], df["close"]).rolling(period).mean()
    upper, lower = hl2 + mult * atr, hl2 - mult * atr
    for i in range(1, len(df)):
        if df["close"].iloc[i - 1] <= upper.iloc[i - 1]:
            upper.iloc[i] = min(upper.iloc[i], upper.iloc[i - 1])
        if df["close"].iloc[i - 1] >= lower.iloc[i - 1]:
            lower.iloc[i] = max(lower.iloc[i], lower.iloc[i - 1])
    return pd.DataFrame({"upper": upper, "lower": lower})


def add_indicators(df, periods=(9, 20, 50)):
    for period in periods:
        df[f"ema{period}"] = df["close"].ewm(span=period).mean()
    df["obv"] = (np.sign(df["close"].diff()) * df["volume"]).cumsum()
    df["green"] = df["close"] > df["open"]
    df["prev_close"] = df["close"].shift(1)
    df["gap"] = df["open"] / df["prev_close"] - 1
    df["body"] = (df["close"] - df["open"]).abs()
    return df


def position_in_range(value, low, high):
    if high <= low:
        return float("nan")
    return max(0.0, min(1.0, (value - low) / (high - low)))
