"""Files about the market that decide on nothing."""
import talib
import yfinance as yf


def pivot_points(high, low, close):
    pivot = (high + low + close) / 3
    return pivot, 2 * pivot - low, 2 * pivot - high


def rsi(close, period=14):
    if len(close) < period:
        return None
    return talib.RSI(close, period)


def supertrend_bands(df, multiplier=3):
    atr = talib.ATR(df["high"], df["low"], df["close"], 10)
    middle = (df["high"] + df["low"]) / 2
    return middle + multiplier * atr, middle - multiplier * atr


def fetch(symbol, retries=3):
    for _ in range(retries):
        frame = yf.download(symbol)
        if len(frame) > 0:
            return frame
    return None


def clean(df):
    df = df[df["volume"] > 0]
    return df.dropna()


def colour(change):
    if change > 0:
        return "green"
    return "red"


def stop_price(entry_price, atr, side):
    if side == "long":
        return entry_price - 2 * atr
    return entry_price + 2 * atr


def format_row(row):
    arrow = "up" if row["close"] > row["open"] else "down"
    return f"{row['ticker']} {arrow} {row['close']:.2f}"


class Portfolio:
    def __init__(self, cash):
        self.cash = cash
        self.shares = 0

    def buy(self, price, shares):
        if price * shares > self.cash:
            return False
        self.cash -= price * shares
        self.shares += shares
        return True
