"""One class, a scan for each part of the day. 🕘"""

import pandas as pd


class DayScanner:
    def __init__(self, frame: pd.DataFrame):
        self.frame = frame

    # <scanner scan_open method>
    def scan_open(self):
        f = self.frame
        return f[(f["open"] > f["prev_close"] * 1.03) & (f["volume"] > 100_000)]
    # </scanner>

    # <scanner scan_lunch method>
    def scan_lunch(self):
        f = self.frame
        return f[(f["high"] - f["low"] < 0.004 * f["close"]) & (f["volume"] < f["avg_volume"])]
    # </scanner>

    # <scanner scan_close method>
    def scan_close(self):
        f = self.frame
        return f[(f["close"] > f["vwap"]) & (f["close"] > 0.98 * f["high"])]
    # </scanner>


# <scanner GapScanner class>
class GapScanner:
    def __init__(self, frame: pd.DataFrame):
        self.frame = frame

    def scan_long(self):
        f = self.frame
        return f[(f["open"] > f["prev_close"] * 1.05) & (f["volume"] > 100_000)]

    def scan_short(self):
        f = self.frame
        return f[(f["open"] < f["prev_close"] * 0.95) & (f["volume"] > 100_000)]
# </scanner>
