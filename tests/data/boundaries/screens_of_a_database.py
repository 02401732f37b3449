"""Screens that a database runs. 🦆"""

import duckdb

CON = duckdb.connect("bars.duckdb")


# <scanner breakouts function>
def breakouts(day):
    return CON.sql(f"""
        SELECT symbol, close FROM daily
        WHERE date = '{day}' AND close > high_20 AND volume > 2 * avg_volume
    """).df()
# </scanner>


# <scanner oversold function>
def oversold(limit=30):
    query = f"SELECT symbol FROM daily WHERE rsi < {limit} AND close > sma_200"
    return duckdb.query(query).to_df()["symbol"].tolist()
# </scanner>


def bars_of(symbol):
    return CON.sql(f"SELECT date, open, high, low, close, volume FROM daily WHERE symbol = '{symbol}'").df()


def days_since(day):
    return duckdb.query(f"SELECT DISTINCT date FROM daily WHERE date >= '{day}'").df()
