import ccxt
import pandas as pd
import pandas_ta as ta

exchange = ccxt.binance()


def fetch(symbol):
    ohlcv = exchange.fetch_ohlcv(symbol, "1h")
    return pd.DataFrame(ohlcv, columns=["t", "o", "h", "l", "c", "v"])


# <scanner check_breakout function>
def check_breakout(symbol):
    df = fetch(symbol)
    df.ta.bbands(append=True)
    df["vol_ma"] = df["v"].rolling(20).mean()
    row = df.iloc[-1]
    if row["c"] > row["BBU_5_2.0"] and row["v"] > 1.5 * row["vol_ma"]:
        print(f"{symbol} breakout")
        return True
    return False
# </scanner>


# <scanner check_rsi_divergence function>
def check_rsi_divergence(symbol):
    df = fetch(symbol)
    df["rsi"] = ta.rsi(df["c"])
    lows = df["l"].tail(20)
    first, second = lows.iloc[:10].idxmin(), lows.iloc[10:].idxmin()
    if df["l"][second] < df["l"][first] and df["rsi"][second] > df["rsi"][first]:
        return "bullish divergence"
    return None
# </scanner>


def main():
    for symbol in ["BTC/USDT", "ETH/USDT"]:
        if check_breakout(symbol):
            notify(symbol)
        d = check_rsi_divergence(symbol)
        if d:
            notify(symbol + d)


def notify(text):
    print(text)


if __name__ == "__main__":
    main()
