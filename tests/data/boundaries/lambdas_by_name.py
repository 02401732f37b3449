"""A table of tests: each entry is a lambda over a row. 🧪"""

import pandas as pd

SCREENS = {
    # <scanner oversold table>
    "oversold": lambda row: row["rsi"] < 30 and row["close"] > row["sma200"],
    # </scanner>
    # <scanner golden table>
    "golden": lambda row: row["sma50"] > row["sma200"] and row["prev_sma50"] <= row["prev_sma200"],
    # </scanner>
    # <scanner busy table>
    "busy": lambda row: row["volume"] > 2 * row["avg_volume"],
    # </scanner>
}

FORMATS = {
    "close": lambda value: f"{value:.2f}",
    "volume": lambda value: f"{value:,}",
    "change": lambda value: "up" if value > 0 else "down",
}


def run(frame: pd.DataFrame) -> dict:
    return {name: frame[frame.apply(test, axis=1)]["symbol"].tolist() for name, test in SCREENS.items()}
