import matplotlib.pyplot as plt
import yfinance as yf


def describe(frame):
    close, volume = frame["close"], frame["volume"]
    ema = close.ewm(span=21).mean()
    return {
        "close": close.iloc[-1],
        "ema": ema.iloc[-1],
        "volume": volume.iloc[-1],
        "turnover": (close * volume).iloc[-1],
        "high": frame["high"].max(),
        "low": frame["low"].min(),
        "range": frame["high"].max() - frame["low"].min(),
        "volume_ratio": volume.iloc[-1] / volume.mean(),
        "above_ema": bool(close.iloc[-1] > ema.iloc[-1]),
    }


def get_recommendation(score):
    if score >= 80:
        return "strong buy"
    if score >= 60:
        return "buy"
    return "hold"


def on_balance_volume(frame):
    frame.loc[frame["close"] > frame["close"].shift(1), "step"] = frame["volume"]
    frame.loc[frame["close"] < frame["close"].shift(1), "step"] = frame["volume"] * -1
    frame["obv"] = frame["step"].cumsum()
    return frame


bars = yf.download("KO", "2023-01-03", "2023-12-29")
bars["up"] = bars["Open"] < bars["Close"]
fig = plt.figure()
plt.plot(bars["Close"])
plt.title("Close")
plt.grid()
plt.bar(bars.index, bars["Volume"], color=bars.up.map({True: "g", False: "r"}))
plt.ylabel("Volume")
plt.show()
