def liquid_rows(df):
  # ^^^^^^^^^^^ ISO102 overlapping-boundaries: 2 parts of it are about as likely
    queries = {
        "washout": "rsi < 20 and close < bb_lower",
        "drift": "rsi < 40 and close > sma200",
    }
    liquid = df[(df["volume"] > 500_000) & (df["close"] > 5)]
    for name, query in queries.items():
        print(name, len(liquid.query(query)))
    return liquid
