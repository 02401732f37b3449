"""Patterns that a library recognises: what is not zero is a hit."""
import numpy as np
import talib


# <scanner hammer_today function>
def hammer_today(df):
    result = talib.CDLHAMMER(df["Open"], df["High"], df["Low"], df["Close"])
    return result.iloc[-1] != 0
# </scanner>


# <scanner rsi_signals function>
def rsi_signals(close, low=30, high=70):
    values = talib.RSI(close, timeperiod=14)
    signals = np.zeros(len(close))
    signals[values < low] = 1
    signals[values > high] = -1
    return signals
# </scanner>


# <scanner macd_turn function>
def macd_turn(close):
    line, signal, histogram = talib.MACD(close)
    if line[-2] < signal[-2] and line[-1] > signal[-1]:
        return 1
    if line[-2] > signal[-2] and line[-1] < signal[-1]:
        return -1
    return 0
# </scanner>


def smoothed(close):
    return talib.EMA(close, timeperiod=9)
