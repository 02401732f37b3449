import pandas as pd


# <scanner screen_stocks function>
def screen_stocks(df, min_price=5, max_pe=20):
    filtered = df[df["price"] > min_price]
    filtered = filtered[filtered["pe_ratio"] < max_pe]
    filtered = filtered[filtered["market_cap"] > 1e9]
    return filtered
# </scanner>


# <scanner quality function>
def quality(stocks):
    result = []
    for s in stocks:
        if s["roe"] > 0.15 and s["debt_to_equity"] < 0.5:
            result.append(s)
    return sorted(result, key=lambda s: s["roe"], reverse=True)
# </scanner>


# <scanner dividend_kings function>
def dividend_kings(stocks):
    return list(filter(lambda s: s.dividend_yield > 0.03 and s.payout_ratio < 0.6, stocks))
# </scanner>


def top_n(df, n=10):
    return df.sort_values("score", ascending=False).head(n)


def score(row):
    points = 0
    if row["roe"] > 0.2:
        points += 1
    if row["pe_ratio"] < 15:
        points += 1
    return points
