class Screen:
    min_volume = 100_000

    def __init__(self, df):
        self.df = df[df["volume"] > self.min_volume]


class GapScreen(Screen):
    min_volume = 500_000

    def scan(self):
        return self.df[(self.df["gap"] > 0.04) & (self.df["rsi"] > 50)]


class FadeScreen(Screen):
    min_volume = 900_000

    def scan(self):
        return self.df[(self.df["fade"] > 0.04) & (self.df["rsi"] < 50)]
