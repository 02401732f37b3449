import yfinance as yf

symbols = ["AAA", "BBB", "CCC"]

# <scanner golden_crosses section>
golden_crosses = []
for symbol in symbols:
    closes = yf.Ticker(symbol).history(period="2y")["Close"]
    fast = closes.rolling(50).mean()
    slow = closes.rolling(200).mean()
    if fast.iloc[-1] > slow.iloc[-1] and fast.iloc[-2] <= slow.iloc[-2]:
        golden_crosses.append(symbol)
print(golden_crosses)
# </scanner>

# <scanner volume_spikes section>
volume_spikes = []
for symbol in symbols:
    volume = yf.Ticker(symbol).history(period="3mo")["Volume"]
    usual = volume.rolling(20).mean()
    if volume.iloc[-1] > 3 * usual.iloc[-2]:
        volume_spikes.append(symbol)
print(volume_spikes)
# </scanner>
