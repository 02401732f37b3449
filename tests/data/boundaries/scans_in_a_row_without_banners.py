import pandas as pd

bars = pd.read_parquet("bars.parquet")
bars["prev_close"] = bars.groupby("ticker")["close"].shift(1)

# <scanner gap_ups section>
bars["gap"] = bars["open"] / bars["prev_close"] - 1
gap_ups = bars[(bars["gap"] > 0.04) & (bars["volume"] > 500_000)]
print("🚀 up at the open:", gap_ups["ticker"].tolist())
# </scanner>

# <scanner squeezes section>
width = bars.groupby("ticker")["close"].rolling(20).std().reset_index(level=0, drop=True)
quiet = width.rolling(120).quantile(0.1)
squeezes = bars[(width < quiet) & (bars["close"] > bars["prev_close"])]
print(squeezes[["ticker", "close"]])
# </scanner>

# <scanner new_highs section>
year_high = bars.groupby("ticker")["high"].transform("max")
new_highs = bars[bars["high"] >= year_high * 0.995]
new_highs = new_highs.sort_values("volume")
new_highs.to_csv("new_highs.csv")
# </scanner>
