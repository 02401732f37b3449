import pandas as pd


def load(path: str) -> pd.DataFrame:
    return pd.read_csv(path, parse_dates=["date"])


if __name__ == "__main__":
    prices = load("prices.csv")

    # <scanner reclaims section>
    vwap = (prices["close"] * prices["volume"]).cumsum() / prices["volume"].cumsum()
    reclaims = prices[(prices["close"] > vwap) & (prices["close"].shift(1) < vwap.shift(1))]
    print(reclaims)
    # </scanner>

    # <scanner exhaustion section>
    streak = prices["close"].diff().gt(0).rolling(7).sum()
    exhaustion = prices[(streak == 7) & (prices["close"] > prices["open"] * 1.03)]
    print(exhaustion)
    # </scanner>
