"""Alerts in words, and a script with a shell command at its top. 💬"""

import yfinance as yf


# <scanner move_alert function>
def move_alert(symbol, least):
    close = yf.download(symbol, period="5d")["Close"]
    moved = close.pct_change().iloc[-1]
    if abs(moved) > float(least):
        said = symbol + " moves by " + str(moved)
        return said
    else:
        return "Nothing moves today, look again tomorrow."
# </scanner>


def label(symbol):
    close = yf.download(symbol, period="5d")["Close"]
    said = symbol + " closes at " + str(close.iloc[-1])
    return said
