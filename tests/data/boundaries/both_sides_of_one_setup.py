import talib


# <scanner channel_strategy function>
def channel_strategy(df, n=20):
    data = df.copy()
    data["UB"] = data["High"].rolling(n).max().shift(1)
    data["LB"] = data["Low"].rolling(n).min().shift(1)
    data["LONG"] = (data["Close"] > data["UB"]) & (data["Close"].shift(1) <= data["UB"])
    data["EXIT_LONG"] = data["Close"] < data["LB"]
    data["SHORT"] = (data["Close"] < data["LB"]) & (data["Close"].shift(1) >= data["LB"])
    data["EXIT_SHORT"] = data["Close"] > data["UB"]
    return data
# </scanner>
