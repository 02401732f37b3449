import yfinance as yf

SCANS = [
    # <scanner oversold_bounce table>
    Scan(name="oversold_bounce", rsi_max=30, min_volume=500_000, min_gap=0.0),
    # </scanner>
    # <scanner gap_and_go table>
    Scan(name="gap_and_go", rsi_max=80, min_volume=1_000_000, min_gap=4.0),
    # </scanner>
]
STRATEGIES = [
    # <scanner gap_up table>
    Strategy("gap_up", lambda df: df["open"] > df["close"].shift() * 1.02),
    # </scanner>
    # <scanner oversold table>
    Strategy("oversold", lambda df: (df["rsi"] < 30) & (df["close"] > df["sma200"])),
    # </scanner>
]
RULES = {
    # <scanner trend table>
    "trend": Rule(expr="close > sma200 and rsi > 50", weight=2),
    # </scanner>
    # <scanner fade table>
    "fade": Rule(expr="close < sma50 and rsi > 80", weight=1),
    # </scanner>
}
WATCHED = [
    Watch(symbol="AAPL", since=2019, weight=0.5),
    Watch(symbol="MSFT", since=2020, weight=0.2),
]
