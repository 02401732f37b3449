import pandas as pd


def outcome(trades: pd.DataFrame) -> None:
    """What the trades came to."""
    winners = trades[trades["pnl"] > 0]
    print("won", len(winners))

    outliers = trades[trades["return"] > 5]
    print("far out", len(outliers))

    best = trades.loc[trades["sharpe"] == trades["sharpe"].max()]
    print(best)


def levels(df: pd.DataFrame) -> dict:
    """Where the price turned: others decide on that."""
    support, resistance = [], []
    for i in range(2, len(df) - 2):
        if df["low"].iloc[i] < df["low"].iloc[i - 1] and df["low"].iloc[i] < df["low"].iloc[i + 1]:
            support.append(df["low"].iloc[i])
        if df["high"].iloc[i] > df["high"].iloc[i - 1] and df["high"].iloc[i] > df["high"].iloc[i + 1]:
            resistance.append(df["high"].iloc[i])
    return {"support": support, "resistance": resistance}
