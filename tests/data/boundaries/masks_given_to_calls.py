import pandas as pd
import polars as pl

prices = pd.read_csv("prices.csv")
prices = prices.assign(
    # <scanner golden_cross mask>
    golden_cross=lambda d: (d.sma50 > d.sma200) & (d.sma50.shift() <= d.sma200.shift()),
    # </scanner>
    # <scanner gap_and_go mask>
    gap_and_go=lambda d: (d.open > d.close.shift() * 1.02)
    & (d.volume > 2 * d.avg_volume),
    # </scanner>
    spread=lambda d: d.high - d.low,
)

bars = pl.read_parquet("bars.parquet")
bars = bars.with_columns(
    # <scanner reversal mask>
    ((pl.col("rsi") < 30) & (pl.col("close") > pl.col("open"))).alias("reversal"),
    # </scanner>
    (pl.col("close") - pl.col("open")).alias("body"),
)
