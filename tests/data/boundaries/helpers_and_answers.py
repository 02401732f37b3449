"""Predicates that ask predicates, and helpers that hand market data on."""
import yfinance as yf


def gap_percent(frame):
    return (frame["Open"].iloc[-1] / frame["Close"].iloc[-2] - 1) * 100


def average_volume(frame, days=20):
    return frame["Volume"].tail(days).mean()


# <scanner gapped function>
def gapped(frame, least=4.0):
    return gap_percent(frame) >= least
# </scanner>


# <scanner busy function>
def busy(frame, factor=2):
    latest = frame["Volume"].iloc[-1]
    return latest > factor * average_volume(frame)
# </scanner>


# <scanner gap_and_go function>
def gap_and_go(frame):
    if not gapped(frame):
        return None
    if not busy(frame):
        return None
    strength = gap_percent(frame) / average_volume(frame)
    return {"signal": "BUY", "strength": strength}
# </scanner>


def load(symbol):
    return yf.download(symbol, period="6mo")


def main(symbols):
    hits = []
    for symbol in symbols:
        frame = load(symbol)
        if gapped(frame):
            hits.append(symbol)
        if busy(frame):
            hits.append(symbol)
        if gap_and_go(frame):
            hits.append(symbol)
    return hits
