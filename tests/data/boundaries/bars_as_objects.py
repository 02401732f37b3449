# <scanner is_inside_bar function>
def is_inside_bar(bar, mother):
    return bar.high < mother.high and bar.low > mother.low
# </scanner>


# <scanner two_one_two function>
def two_one_two(bars):
    for first, second, third in zip(bars, bars[1:], bars[2:]):
        if third.open < third.close and first.bar_type == "2D" and second.bar_type == "1" and third.bar_type == "2U":
            return {"pattern": "2-1-2", "direction": "bullish", "entry": third.high, "stop": third.low}
    return None
# </scanner>


class Range:
    def __init__(self, low, high):
        self.low, self.high = low, high

    def holds(self, value):
        return self.low <= value <= self.high
