"""A strategy in one class: one method is asked, private ones help it. 🧩"""

import pandas as pd


# <scanner CrossStrategy class>
class CrossStrategy:
    def __init__(self, fast=5, slow=20):
        self.fast = fast
        self.slow = slow
        self.is_open = False

    def generate_signals(self, data: pd.DataFrame) -> pd.DataFrame:
        signals = self._averages(data)
        signals = self._mark(signals)
        bought = len(signals[signals["signal"] == 1])
        print(f"{bought} buys")
        return signals

    def _averages(self, data):
        signals = pd.DataFrame(index=data.index)
        signals["price"] = data["Close"]
        signals["fast"] = data["Close"].rolling(self.fast).mean()
        signals["slow"] = data["Close"].rolling(self.slow).mean()
        signals["rsi"] = 50 + 50 * data["Close"].diff().rolling(14).mean()
        return signals

    def _mark(self, signals):
        signals = self._crossings(signals)
        signals["signal"] = 0
        for i in range(len(signals)):
            crossing, rsi = signals["crossing"].iloc[i], signals["rsi"].iloc[i]
            if self._should_buy(crossing, rsi):
                signals.loc[signals.index[i], "signal"] = 1
            elif self._should_sell(crossing, rsi):
                signals.loc[signals.index[i], "signal"] = -1
        return signals

    def _crossings(self, signals):
        above = signals["fast"] > signals["slow"]
        below = signals["fast"] < signals["slow"]
        signals.loc[above & below.shift(1), "crossing"] = 1
        signals.loc[below & above.shift(1), "crossing"] = -1
        return signals

    def _should_buy(self, crossing, rsi):
        if crossing == 1 and rsi < 75:
            return True
        return rsi < 30 and not self.is_open

    def _should_sell(self, crossing, rsi):
        if crossing == -1 and rsi > 25:
            return True
        return rsi > 80 and self.is_open
# </scanner>


class CandleScanner:
    def __init__(self, frame: pd.DataFrame):
        self.frame = frame

    def all(self):
        return self._doji() + self._hammer() + self._marubozu()

    # <scanner _doji method>
    def _doji(self):
        f = self.frame
        return f[(f["close"] - f["open"]).abs() < 0.1 * (f["high"] - f["low"])].index.tolist()
    # </scanner>

    # <scanner _hammer method>
    def _hammer(self):
        f = self.frame
        tail = f[["open", "close"]].min(axis=1) - f["low"]
        return f[tail > 2 * (f["close"] - f["open"]).abs()].index.tolist()
    # </scanner>

    # <scanner _marubozu method>
    def _marubozu(self):
        f = self.frame
        return f[(f["close"] - f["open"]).abs() > 0.95 * (f["high"] - f["low"])].index.tolist()
    # </scanner>
