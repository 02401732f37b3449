class Desk:
    def __init__(self):
        self._floor = 1

    @property
    def floor(self):
        return self._floor

    @floor.setter
    def floor(self, value):
        self._floor = max(value, 0)

    def scan_gap(self, df):
        return df[(df["gap"] > 0.05) & (df["volume"] > self.floor)]

    def scan_fade(self, df):
        return df[(df["fade"] > 0.05) & (df["volume"] > self.floor)]
