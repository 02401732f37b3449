# <scanner script_over_symbols module>
import yfinance as yf

symbols = ["AAPL", "MSFT", "NVDA"]
picks = []

for symbol in symbols:
    df = yf.Ticker(symbol).history(period="1y")
    df["sma"] = df["Close"].rolling(50).mean()
    last = df.iloc[-1]
    if last["Close"] > last["sma"] and last["Volume"] > 1_000_000:
        picks.append(symbol)

print(picks)
# </scanner>
