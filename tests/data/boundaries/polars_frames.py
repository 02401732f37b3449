import polars as pl


# <scanner oversold_with_volume function>
def oversold_with_volume(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.filter((pl.col("rsi") < 30) & (pl.col("volume") > 2 * pl.col("volume_avg")))
# </scanner>


# <scanner channel_signal function>
def channel_signal(frame):
    return frame.with_columns(
        pl.when(pl.col("close") > pl.col("upper_band")).then(1).otherwise(0).alias("signal")
    )
# </scanner>


def with_averages(frame):
    return frame.with_columns([pl.col("close").rolling_mean(20).alias("sma20"), pl.col("volume").mean().alias("avg")])
