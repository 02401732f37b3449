from dataclasses import dataclass


# <scanner GapAndGo class>
@dataclass
class GapAndGo:
    gap_min: float = 0.04
    volume_mult: float = 2.0

    def scan(self, df):
        gap = df["open"] / df["close"].shift(1) - 1
        return df[(gap > self.gap_min) & (df["volume"] > self.volume_mult * df["volume"].rolling(20).mean())]
# </scanner>


# <scanner Fade class>
class Fade(GapAndGo):
    def scan(self, df):
        weak = df[df["close"] < df["open"]]
        return weak[weak["volume"] > 1e6]
# </scanner>


SCANNERS = [GapAndGo(), Fade()]
