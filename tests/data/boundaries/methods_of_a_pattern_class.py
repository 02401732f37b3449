class PatternDetector:
    def __init__(self, df):
        self.df = df.copy()
        self._properties()

    def _properties(self):
        df = self.df
        df["body"] = df["close"] - df["open"]
        df["range"] = df["high"] - df["low"]
        df["upper_wick"] = df["high"] - df[["open", "close"]].max(axis=1)
        df["lower_wick"] = df[["open", "close"]].min(axis=1) - df["low"]
        df["is_green"] = df["close"] > df["open"]

    def detect_all(self, lookback=5):
        found = []
        found.extend(self._detect_doji(lookback))
        found.extend(self._detect_hammer(lookback))
        found.extend(self._detect_marubozu(lookback))
        return found

    # <scanner _detect_doji method>
    # 🕯 small body
    def _detect_doji(self, lookback):
        found = []
        df = self.df.tail(lookback)
        for idx in df.index:
            row = df.loc[idx]
            if abs(row["body"]) < 0.1 * row["range"] and row["range"] > 0:
                found.append(("doji", idx))
        return found
    # </scanner>

    # <scanner _detect_hammer method>
    def _detect_hammer(self, lookback):
        found = []
        df = self.df.tail(lookback)
        for idx in df.index:
            row = df.loc[idx]
            if row["lower_wick"] > 2 * abs(row["body"]) and row["upper_wick"] < 0.1 * row["range"]:
                found.append(("hammer", idx))
        return found
    # </scanner>

    # <scanner _detect_marubozu method>
    @staticmethod
    def _detect_marubozu(df):
        found = []
        for idx, row in df.iterrows():
            if abs(row["body"]) > 0.95 * row["range"]:
                found.append(("marubozu", idx))
        return found
    # </scanner>


def pattern_summary(patterns):
    score = 0.0
    for pattern in patterns:
        if pattern.bullish:
            score += pattern.confidence
        else:
            score -= pattern.confidence
    if score > 0.5:
        return "bullish"
    return "bearish" if score < -0.5 else "neutral"
