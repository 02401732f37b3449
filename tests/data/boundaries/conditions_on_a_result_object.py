import pandas as pd


class StockResult:
    def __init__(self, code):
        self.code = code
        self.status = ""


# <scanner trend_template function>
def trend_template(code, df: pd.DataFrame):
    result = StockResult(code)
    if len(df) < 200:
        result.status = "too short"
        return result
    close = df["Close"].astype(float)
    sma50, sma150, sma200 = (close.rolling(n).mean().iloc[-1] for n in (50, 150, 200))
    last = close.iloc[-1]
    result.above_long = last > sma150 and last > sma200
    result.stacked = sma150 > sma200
    result.above_short = last > sma50
    result.off_low = last >= 1.3 * df["Low"].min()
    return result
# </scanner>
