import yfinance as yf

tickers = ["AAA", "BBB", "CCC"]
gappers = []
squeezes = []
bounces = []

for ticker in tickers:
    df = yf.download(ticker, period="1y")
    if len(df) < 60:
        continue
    close = df["Close"]

    # <scanner Gap and go section>
    # Gap and go
    gap = df["Open"].iloc[-1] / close.iloc[-2] - 1
    if gap > 0.03 and df["Volume"].iloc[-1] > 1_000_000:
        gappers.append(ticker)
    # </scanner>

    # <scanner Squeeze section>
    # Squeeze
    deviation = close.rolling(20).std().iloc[-1]
    average_range = (df["High"] - df["Low"]).rolling(20).mean().iloc[-1]
    if 2 * deviation < 1.5 * average_range:
        squeezes.append(ticker)
    # </scanner>

    # <scanner Bounce off the low section>
    # Bounce off the low
    lowest = df["Low"].rolling(50).min().iloc[-2]
    if df["Low"].iloc[-1] <= lowest and close.iloc[-1] > lowest * 1.02:
        bounces.append(ticker)
    # </scanner>

print(gappers, squeezes, bounces)
