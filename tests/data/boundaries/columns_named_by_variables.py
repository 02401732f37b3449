"""Columns under names held in constants, arguments and f-strings, and in other alphabets."""
import pandas as pd

CLOSE = "Close"
VOLUME = "Volume"


# <scanner fresh_high function>
def fresh_high(df, days=55):
    top = df[CLOSE].rolling(days).max().shift(1)
    return df[CLOSE].iloc[-1] > top.iloc[-1]
# </scanner>


# <scanner averages_crossed function>
def averages_crossed(prices: pd.DataFrame, fast: int = 20, slow: int = 50) -> bool:
    prices[f"ma_{fast}"] = prices[CLOSE].rolling(fast).mean()
    prices[f"ma_{slow}"] = prices[CLOSE].rolling(slow).mean()
    before, now = prices.iloc[-2], prices.iloc[-1]
    crossed = before[f"ma_{fast}"] <= before[f"ma_{slow}"] and now[f"ma_{fast}"] > now[f"ma_{slow}"]
    return crossed
# </scanner>


# <scanner 放量突破 function>
def 放量突破(data, window=20):
    last = data.iloc[-1]
    highest = data["最高"].tail(window).max()
    if last["收盘"] >= highest and last["成交量"] > 2 * data["成交量"].mean():
        return True
    return False
# </scanner>


# <scanner 골든크로스 function>
def 골든크로스(df):
    단기 = df["종가"].rolling(5).mean()
    장기 = df["종가"].rolling(20).mean()
    return 단기.iloc[-2] < 장기.iloc[-2] and 단기.iloc[-1] > 장기.iloc[-1]
# </scanner>


# <scanner stochastic_turn function>
def stochastic_turn(stock):
    stock["%K"] = 100 * (stock["Close"] - stock["L14"]) / (stock["H14"] - stock["L14"])
    stock["%D"] = stock["%K"].rolling(3).mean()
    stock["Buy"] = (stock["%K"] > stock["%D"]) & (stock["%K"] < 20)
    return stock
# </scanner>
