"""Queries spelled as f-strings, with settings put in. 🔎"""

import pandas as pd

MIN_GAP = 0.03
MIN_VOLUME = 1_000_000


# <scanner gap_and_go function>
def gap_and_go(df: pd.DataFrame) -> pd.DataFrame:
    return df.query(f"gap > {MIN_GAP} and volume > {MIN_VOLUME}")
# </scanner>


# <scanner fade function>
def fade(df: pd.DataFrame, limit: float) -> list:
    rows = df.query(f"gap > {limit} and close < open")
    return rows["symbol"].tolist()
# </scanner>


def of_day(df: pd.DataFrame, day: str) -> pd.DataFrame:
    return df.query(f"date == '{day}'")
