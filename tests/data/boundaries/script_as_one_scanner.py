# <scanner script_as_one_scanner module>
# Oversold stocks of an index
import yfinance as yf

tickers = ["AAA", "BBB", "CCC"]
oversold = []
overbought = []

for ticker in tickers:
    try:
        data = yf.download(ticker)
        delta = data["Close"].diff()
        data["rsi"] = 100 - 100 / (1 + delta.clip(lower=0).rolling(14).mean() / -delta.clip(upper=0).rolling(14).mean())
        mean_rsi = data["rsi"].tail(14).mean()
        if mean_rsi <= 30:
            oversold.append(ticker)
        elif mean_rsi >= 70:
            overbought.append(ticker)
    except Exception as error:
        print(f"{ticker}: {error}")

print(oversold, overbought)
# </scanner>
