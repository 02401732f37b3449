import polars as pl


# <scanner momentum_leaders function>
def momentum_leaders(frame: pl.DataFrame, top: float = 0.9) -> pl.DataFrame:
    return frame.filter((pl.col("rank_12m") > top) & (pl.col("close") > pl.col("sma_200")))
# </scanner>


# <scanner with_squeeze function>
def with_squeeze(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.with_columns(
        squeeze=(pl.col("bb_upper") < pl.col("kc_upper")) & (pl.col("bb_lower") > pl.col("kc_lower"))
    )
# </scanner>


# <scanner tight_range function>
def tight_range(frame):
    return frame.eval("(high - low) / close < 0.02 and volume < vol_avg")
# </scanner>
