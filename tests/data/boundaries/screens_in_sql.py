"""Conditions that a database or a screener's interface runs."""
import sqlite3

from tradingview_screener import Column, Query


# <scanner washed_out function>
def washed_out(path):
    connection = sqlite3.connect(path)
    rows = connection.execute(
        """
        SELECT ticker, close FROM daily
        WHERE rsi < 30 AND close > sma_200
        ORDER BY volume DESC
        """
    ).fetchall()
    return rows
# </scanner>


# <scanner strong_today function>
def strong_today():
    query = Query().select("name", "close").where(Column("RSI") > 60, Column("change") > 3)
    return query.get_scanner_data()
# </scanner>


def tickers(path):
    connection = sqlite3.connect(path)
    return connection.execute("SELECT ticker FROM daily WHERE listed >= 2015").fetchall()
