# 🕯 each bar is made anew: what one method keeps in its own bars is no state of another


# isoscan: not-a-scanner
class Bar:
    def __init__(self, high, low):
        self.high = high
        self.low = low
        self.kind = "inside"

    def __repr__(self):
        return f"Bar({self.high}, {self.low}, {self.kind})"

    def is_inside(self, before):
        return self.high < before.high and self.low > before.low


class Patterns:
    # isoscan: scanner
    def is_inside_bar(self, df):
        before, now = (Bar(row["high"], row["low"]) for _, row in df.tail(2).iterrows())
        return now.is_inside(before) and df["volume"].iloc[-1] > 100_000

    # isoscan: scanner
    def is_outside_bar(self, df):
        before, now = (Bar(row["high"], row["low"]) for _, row in df.tail(2).iterrows())
        return before.is_inside(now) and df["volume"].iloc[-1] > 200_000
