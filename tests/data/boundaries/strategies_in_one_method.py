import pandas as pd


class MorningDesk:
    def __init__(self, bars: pd.DataFrame) -> None:
        self.bars = bars

    def lists(self):
        df = self.bars

        # <scanner gap_fades section>
        gap = df["open"] / df["close"].shift(1) - 1
        gap_fades = df[(gap > 0.1) & (df["close"] < df["open"])]
        # </scanner>

        # <scanner tight_flags section>
        height = df["high"].rolling(5).max() - df["low"].rolling(5).min()
        atr = (df["high"] - df["low"]).rolling(14).mean()
        tight_flags = df[height < 1.2 * atr]
        # </scanner>

        return gap_fades, tight_flags

    def save(self, path: str) -> None:
        self.bars.to_parquet(path)
