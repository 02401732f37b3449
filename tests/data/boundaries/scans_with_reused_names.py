import pandas as pd

frames = pd.read_pickle("frames.pkl")

# <scanner Higher lows section>
# Higher lows
hits = []
for ticker, df in frames.items():
    lows = df["low"].tail(3).tolist()
    if lows[0] < lows[1] < lows[2]:
        hits.append(ticker)
print(hits)
# </scanner>

# <scanner Turnover section>
# Turnover
hits = []
for ticker, df in frames.items():
    traded = df["close"].iloc[-1] * df["volume"].iloc[-1]
    if traded > 50_000_000:
        hits.append(ticker)
print(hits)
# </scanner>
