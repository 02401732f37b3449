import pandas_ta as ta


# <scanner turned_up function>
def turned_up(df):
    macd = ta.macd(close=df["close"])
    return macd["MACDh_12_26_9"].iloc[-1] > 0 and macd["MACDh_12_26_9"].iloc[-2] < 0
# </scanner>


# <scanner rising function>
def rising(df):
    first = df["close"].iloc[-1] > df["close"].iloc[-2]
    second = df["close"].iloc[-2] > df["close"].iloc[-3]
    return first and second
# </scanner>


# <scanner hits_list function>
def hits_list(name, frame, found):
    last = frame.iloc[-1, :]
    if last["MFI"] <= 0.2 and last["close price"] > last["ma20"]:
        found.append([name, last["close price"]])
# </scanner>
