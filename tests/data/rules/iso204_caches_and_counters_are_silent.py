import pandas as pd

_bars = {}
_calendar = None
run_stats = {"runs": 0}
runs = 0


def bars_of(ticker):
    if ticker not in _bars:
        _bars[ticker] = pd.read_csv(f"{ticker}.csv")
    return _bars[ticker]


def calendar():
    global _calendar
    if _calendar is None:
        _calendar = pd.read_csv("calendar.csv")
    return _calendar


def scan_gap_up(ticker):
    global runs
    runs += 1
    run_stats["runs"] += 1
    df = bars_of(ticker)
    return df[(df["gap"] > 0.04) & df["date"].isin(calendar()["date"])]


def scan_fade(ticker):
    global runs
    runs += 1
    run_stats["runs"] += 1
    df = bars_of(ticker)
    return df[(df["close"] < df["open"]) & df["date"].isin(calendar()["date"])]
