# %%
import yfinance as yf

df = yf.download("SPY")

# <scanner Golden cross section>
# %% Golden cross
df["sma50"] = df["Close"].rolling(50).mean()
df["sma200"] = df["Close"].rolling(200).mean()
golden = df[(df["sma50"] > df["sma200"]) & (df["sma50"].shift(1) <= df["sma200"].shift(1))]
print(golden)
# </scanner>

# <scanner RSI dip section>
# %% RSI dip
df["rsi"] = strength(df["Close"])
dips = df[(df["rsi"] < 30) & (df["Close"] > df["sma200"])]
print(dips)
# </scanner>

# %% chart
df.Close.plot()
