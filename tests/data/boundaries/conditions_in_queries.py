from tradingview_screener import Query, col


# <scanner value_screen function>
def value_screen(df):
    return df.query("pe < 15 and roe > 0.15 and debt_to_equity < 0.5")
# </scanner>


# <scanner cheap function>
def cheap(stocks):
    return [s for s in stocks if s["pe_ratio"] < 12 and s["market_cap"] > 1e9]
# </scanner>


# <scanner strong function>
def strong():
    return Query().select("name", "close").where(col("RSI") > 60, col("close") > col("EMA20")).limit(50).get_scanner_data()
# </scanner>


def ratios(df):
    df["pe"] = df["price"] / df["eps"]
    return df
