from enum import Enum


class Action(Enum):
    BUY = 1
    SELL = 2
    HOLD = 3


# <scanner rsi_rule function>
def rsi_rule(df, settings):
    last = df["rsi"].iloc[-1]
    if last < settings.rsi_low:
        return Action.BUY
    if last > settings.rsi_high:
        return Action.SELL
    return Action.HOLD
# </scanner>


# <scanner ma_rule function>
def ma_rule(df):
    if df["ma_fast"].iloc[-1] > df["ma_slow"].iloc[-1]:
        action = Action.BUY
    else:
        action = Action.SELL
    return action
# </scanner>


# <scanner band_rule function>
def band_rule(df):
    price = df["close"].iloc[-1]
    if price < df["lower"].iloc[-1]:
        print("BUY")
    elif price > df["upper"].iloc[-1]:
        print("SELL")
# </scanner>


# <scanner macd_flag function>
def macd_flag(df):
    return 1 if df["macd"].iloc[-1] > df["macd_signal"].iloc[-1] else 0
# </scanner>
