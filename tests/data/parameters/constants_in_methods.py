# 🧱 constants in a strategy's methods
from backtesting import Strategy


class Patient(Strategy):
    period = 20

    def init(self):
        self.mean = self.I(average, self.data.Close, self.period)

    def next(self):
        threshold = 7
        count = 0
        for back in range(1, 11):
            count += self.data.Close[-back] < self.mean[-back]
        if count >= threshold and self.data.Volume[-1] > 100_000:
            self.buy()


def average(values, n):
    return values.rolling(n).mean()


# ── parameters ──
# Patient.period = 20 (class_attr, line 6)
# Patient.threshold = 7 (local, line 12)
# Patient.Volume_min = 100000 (inline, line 16)
