def add_features(df):
    df["above_vwap"] = df["close"] > df["vwap"]
    df["vol_spike"] = df["volume"] > 2 * df["volume_avg"]
    df["ema_up"] = df["ema9"] > df["ema20"]
    return df


def calculate_score(df):
    score = 0
    if df["rsi"].iloc[-1] > 50:
        score += 1
    if df["close"].iloc[-1] > df["sma50"].iloc[-1]:
        score += 2
    return score


TRANSFORMS = {
    "cap": lambda v, lo, hi: 0.0 if v < lo else min(1.0, (v - lo) / (hi - lo)),
    "inverse": lambda v, lo, hi: 0.0 if v > hi else (hi - v) / (hi - lo),
}
