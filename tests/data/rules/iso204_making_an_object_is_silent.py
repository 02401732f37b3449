# 🕯 What a constructor gives a new object is nobody's state but that object's.
class Bar:
    def __init__(self, row):
        self.open = row["open"]
        self.high = row["high"]
        self.low = row["low"]
        self.close = row["close"]
        self.before: Bar | None = None

    @staticmethod
    def change(before, after):
        if before == 0:
            return 0
        return after / before - 1

    @property
    def last_close(self):
        return self.before.close if self.before else self.open

    @property
    def rise(self):
        return self.change(self.last_close, self.close)

    # isoscan: scanner limit_up
    @property
    def limit_up(self):
        return self.rise >= 0.04 and self.close == self.high == self.open == self.low

    # isoscan: scanner limit_down
    @property
    def limit_down(self):
        return self.rise <= -0.04 and self.close == self.low == self.open == self.high
