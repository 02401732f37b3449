import polars as pl

bars = pl.read_parquet("bars.parquet").sort("ticker", "date")

# <scanner outside_days section>
outside_days = bars.filter(
    (pl.col("high") > pl.col("high").shift(1)) & (pl.col("low") < pl.col("low").shift(1))
)
outside_days.write_csv("outside_days.csv")
# </scanner>

# <scanner thrusts section>
thrusts = bars.filter(
    (pl.col("close") > pl.col("open") * 1.05) & (pl.col("volume") > pl.col("volume").rolling_mean(20) * 2)
)
thrusts.write_csv("thrusts.csv")
# </scanner>
