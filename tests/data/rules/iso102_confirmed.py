# isoscan: scanner liquid_rows
def liquid_rows(df):
    queries = {
        "washout": "rsi < 20 and close < bb_lower",
        "drift": "rsi < 40 and close > sma200",
    }
    liquid = df[(df["volume"] > 500_000) & (df["close"] > 5)]
    for name, query in queries.items():
        print(name, len(liquid.query(query)))
    return liquid
