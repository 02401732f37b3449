"""Selecting rows is deciding, whatever is taken of them afterwards."""
import pandas as pd


# <scanner crossing_days function>
def crossing_days(data, fast=12, slow=26):
    data["fast"] = data["close"].ewm(span=fast).mean()
    data["slow"] = data["close"].ewm(span=slow).mean()
    position = (data["fast"] > data["slow"]).astype(int).diff()
    return data.index[position == 1].tolist()
# </scanner>


# <scanner leaders function>
def leaders(table):
    return [row.ticker for row in table.itertuples() if row.change > 5 and row.volume > 1_000_000]
# </scanner>


# <scanner squeezed_dates function>
def squeezed_dates(df):
    width = (df["upper"] - df["lower"]) / df["close"]
    tight = width < width.rolling(120).quantile(0.1)
    return df.loc[tight, "date"]
# </scanner>


# <scanner cheap_growers function>
def cheap_growers(universe: pd.DataFrame) -> pd.DataFrame:
    result = universe.query("pe < 15 and eps_growth > 0.2")
    return result.sort_values("pe")
# </scanner>


# <scanner volume_spikes function>
def volume_spikes(candles):
    found = []
    for i in range(20, len(candles)):
        base = sum(c["volume"] for c in candles[i - 20 : i]) / 20
        if candles[i]["volume"] > 3 * base:
            found.append(i)
    return found
# </scanner>


def weekly(df):
    return df[df["date"].dt.dayofweek == 0]


def recent(df, since):
    return df[df["date"] >= since]
