import pandas as pd
import yfinance as yf


class ScreenerDataFetcher:
    def fetch_screener(self, code, period="1y"):
        data = yf.download(code, period=period)
        if len(data) == 0:
            raise ValueError("no data")
        return data

    def scan_watchlist(self, path):
        try:
            table = pd.read_excel(path)
        except FileNotFoundError:
            return None
        return table["Stock Code"].values.tolist()


def get_universe(date, adjusted=True):
    rows = yf.download("SPY", start=date)
    if rows is None or rows.empty:
        return pd.DataFrame()
    rows["date"] = pd.to_datetime(rows.index)
    return rows[rows["date"] >= date]


def remove_weekends(df, start, end):
    mask = (df.index.dayofweek < 5) & (df.index.date >= start) & (df.index.date <= end)
    return df.loc[mask]
