"""Queries by name, for a database. 🗄"""

import duckdb

SCREENS = {
    # <scanner gap_up table>
    "gap_up": "SELECT symbol FROM daily WHERE open > 1.03 * prev_close AND volume > 500000",
    # </scanner>
    # <scanner oversold table>
    "oversold": "SELECT symbol FROM daily WHERE rsi < 30 AND close > sma_200 ORDER BY rsi",
    # </scanner>
}

TABLES = {
    "daily": "SELECT date, symbol, open, high, low, close, volume FROM bars",
    "names": "SELECT symbol, name FROM symbols",
}


def run(name):
    return duckdb.query(SCREENS[name]).df()
