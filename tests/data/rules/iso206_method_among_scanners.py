class Screener:
    def is_breakout(self, data):
        data = data.fillna(0)
        return data["Close"].iloc[0] > data["High"].iloc[1:20].max() and data["Volume"].iloc[0] > 500_000

    def is_quiet(self, data):
        data = data.head(5)
        return data["High"].max() < data["Low"].min() * 1.02 and data["Volume"].iloc[0] < 100_000

    def is_pattern(self, data):
        data.reset_index(inplace=True)
      # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ISO206 mutated-input-frame: called after it, `is_breakout` and
        data["tops"] = data["High"].rolling(3).max()
        return data["Close"].iloc[0] > data["tops"].iloc[0] and data["Volume"].iloc[0] > 300_000
