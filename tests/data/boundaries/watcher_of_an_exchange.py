import time

import ccxt

exchange = ccxt.binance()


# <scanner check_pump function>
def check_pump(symbol):
    candles = exchange.fetch_ohlcv(symbol, "5m", limit=20)
    closes = [candle[4] for candle in candles]
    volumes = [candle[5] for candle in candles]
    average = sum(volumes[:-1]) / len(volumes[:-1])
    change = closes[-1] / closes[-2] - 1
    if change > 0.03 and volumes[-1] > 3 * average:
        return {"symbol": symbol, "change": change}
    return None
# </scanner>


def run():
    while True:
        for symbol in exchange.symbols:
            hit = check_pump(symbol)
            if hit:
                print(hit)
        time.sleep(60)
