import numpy as np


class TechnicalScanner:
    def __init__(self, data):
        self.data = data
        self.close = data["Close"].values
        self.volume = data["Volume"].values

    def _sma(self, n):
        return np.convolve(self.close, np.ones(n) / n, "valid")

    # <scanner golden_cross method>
    def golden_cross(self):
        fast, slow = self._sma(50), self._sma(200)
        return fast[-1] > slow[-1] and fast[-2] <= slow[-2]
    # </scanner>

    # <scanner volume_spike method>
    def volume_spike(self, mult=2):
        return self.volume[-1] > mult * self.volume[-21:-1].mean()
    # </scanner>

    # <scanner near_high method>
    def near_high(self, pct=0.05):
        high = self.close[-252:].max()
        return self.close[-1] >= high * (1 - pct)
    # </scanner>

    def run(self):
        return {
            "golden_cross": self.golden_cross(),
            "volume_spike": self.volume_spike(),
            "near_high": self.near_high(),
        }
