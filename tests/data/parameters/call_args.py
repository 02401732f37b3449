# 📞 windows and periods
import talib as ta


# isoscan: scanner
def scan_trend(df):
    df["mean"] = df["close"].rolling(20, min_periods=5).mean()
    df["fast"] = df["close"].ewm(span=9, adjust=False).mean()
    df["rsi"] = ta.RSI(df["close"], timeperiod=14)
    df["macd"], _, _ = ta.MACD(df["close"], 12, 26, 9)
    df["before"] = df["close"].shift(1)
    return df[(df["fast"] > df["mean"]) & (df["close"] > df["before"])]


# ── parameters ──
# scan_trend.close_rolling = 20 (call_arg, line 7)
# scan_trend.close_span = 9 (call_arg, line 8)
# scan_trend.rsi_timeperiod = 14 (call_arg, line 9)
# scan_trend.macd_1 = 12 (call_arg, line 10)
# scan_trend.macd_2 = 26 (call_arg, line 10)
# scan_trend.macd_3 = 9 (call_arg, line 10)
# scan_trend.close_shift = 1 (call_arg, line 11)
