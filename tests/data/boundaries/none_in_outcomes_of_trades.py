import pandas as pd


def outcome(trades: pd.DataFrame) -> None:
    """What the trades came to."""
    winners = trades[trades["pnl"] > 0]
    print("won", len(winners))

    outliers = trades[trades["return"] > 5]
    print("far out", len(outliers))

    best = trades.loc[trades["sharpe"] == trades["sharpe"].max()]
    print(best)
