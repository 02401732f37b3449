class Screen:
    def floor(self):
        return 100_000

    def scan(self, df):
        return df[(df["volume"] > self.floor()) & self.hits(df)]


class GapScreen(Screen):
    gap_min = 0.04

    def floor(self):
        return 500_000

    def hits(self, df):
        return (df["gap"] > self.gap_min) & (df["rsi"] > 50)


class FadeScreen(Screen):
    gap_min = 0.02

    def floor(self):
        return 900_000

    def hits(self, df):
        return (df["gap"] < -self.gap_min) & (df["rsi"] < 50)
