# 🧮 columns that are named by a call
import polars as pl
from some_screener import Query, col


# isoscan: scanner
def scan_value(frame):
    cheap = pl.col("price_earnings") <= 20
    return frame.filter(cheap & (pl.col("rsi").round(1) >= 50) & (pl.col("close") > pl.col("sma50")))


# isoscan: scanner
def screen_quality():
    return Query().select("name").where(
        col("return_on_equity") > 15,
        col("debt_to_equity") < 1.5,  # ─
    )


# ── parameters ──
# scan_value.price_earnings_max = 20 (inline, line 8)
# scan_value.rsi_min = 50 (inline, line 9)
# screen_quality.return_on_equity_min = 15 (inline, line 15)
# screen_quality.debt_to_equity_max = 1.5 (inline, line 16)
