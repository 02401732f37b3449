"""Crypto alert bot."""
import time

import requests

API = "https://api.example.com/klines"


def get_candles(symbol, interval="5m", limit=100):
    reply = requests.get(API, params={"symbol": symbol, "interval": interval, "limit": limit})
    return [[float(x) for x in k[1:6]] for k in reply.json()]


# <scanner is_pump function>
def is_pump(candles, pct=3):
    start = candles[-6][3]
    end = candles[-1][3]
    return (end - start) / start * 100 > pct
# </scanner>


# <scanner is_dump function>
def is_dump(candles, pct=3):
    change = (candles[-1][3] / candles[-6][3] - 1) * 100
    if change < -pct:
        return True
    return False
# </scanner>


def watch(symbols):
    while True:
        for s in symbols:
            candles = get_candles(s)
            if is_pump(candles):
                print("pump", s)
            elif is_dump(candles):
                print("dump", s)
        time.sleep(60)
