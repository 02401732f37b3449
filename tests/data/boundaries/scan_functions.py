"""Daily scans. 🕯️"""
import pandas as pd
import requests

API_KEY = "demo"
P = {"gap_min": 0.04, "vol_mult": 1.5, "price_min": 8.0}


def fetch_daily(symbol: str, start: str, end: str) -> pd.DataFrame:
    rows = requests.get(f"https://example.com/{symbol}", params={"key": API_KEY, "from": start, "to": end}).json()
    if not rows:
        return pd.DataFrame()
    return pd.DataFrame(rows).rename(columns={"o": "Open", "h": "High", "l": "Low", "c": "Close", "v": "Volume"})


def add_metrics(df: pd.DataFrame) -> pd.DataFrame:
    df["prev_close"] = df["Close"].shift(1)
    df["vol_avg"] = df["Volume"].rolling(20).mean()
    tr = pd.concat([df["High"] - df["Low"], (df["High"] - df["prev_close"]).abs()], axis=1).max(axis=1)
    df["atr"] = tr.rolling(14).mean()
    return df


def _trigger(row) -> bool:
    if row["Close"] < P["price_min"]:
        return False
    return row["Volume"] >= P["vol_mult"] * row["vol_avg"]


# <scanner scan_symbol function>
# ───────── gap scan ─────────
def scan_symbol(symbol: str, start: str, end: str) -> pd.DataFrame:
    df = fetch_daily(symbol, start, end)
    if df.empty:
        return df
    m = add_metrics(df)
    hits = []
    for i in range(1, len(m)):
        today, before = m.iloc[i], m.iloc[i - 1]
        if not _trigger(before):
            continue
        if today["Open"] / before["Close"] - 1 < P["gap_min"]:
            continue
        if today["Open"] <= before["High"]:
            continue
        hits.append({"symbol": symbol, "date": m.index[i]})
    return pd.DataFrame(hits)
# </scanner>


# ───────── low-volatility scan ─────────

# <scanner quiet_days function>
def quiet_days(df: pd.DataFrame, params: dict | None = None) -> pd.DataFrame:
    settings = {"range_max": 0.5, "close_min": 5.0}
    if params:
        settings.update(params)
    m = add_metrics(df.copy())
    cond = (
        ((m["High"] - m["Low"]) / m["atr"] <= settings["range_max"])
        & (m["Close"] >= settings["close_min"])
        & (m["Volume"] > m["vol_avg"])
    )
    return m.loc[cond]
# </scanner>


def fetch_and_scan(symbol, start, end):
    df = fetch_daily(symbol, start, end)
    if df.empty:
        return []
    return [(symbol, day) for day in quiet_days(df).index]


if __name__ == "__main__":
    for symbol in ["AAA", "BBB"]:
        print(scan_symbol(symbol, "2024-01-01", "2024-12-31"))
        print(fetch_and_scan(symbol, "2024-01-01", "2024-12-31"))
