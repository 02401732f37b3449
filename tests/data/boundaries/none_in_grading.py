import numpy as np
import pandas as pd

WEIGHTS = {"fade_pct": 1.6, "gap_atr": 0.8}


def grade_row(row):
    score = 0.0
    for name, weight in WEIGHTS.items():
        value = row.get(name, np.nan)
        score += 0.0 if pd.isna(value) else weight * value
    return score


def trade_statistics(trades):
    pnls = [trade["pnl"] for trade in trades]
    wins = [pnl for pnl in pnls if pnl > 0]
    losses = [pnl for pnl in pnls if pnl <= 0]
    equity = np.cumsum(pnls)
    drawdown = (np.maximum.accumulate(equity) - equity).max()
    return {"win_rate": len(wins) / len(pnls), "loss_rate": len(losses) / len(pnls), "drawdown": drawdown}


def portfolio(signals, capital=10_000):
    cash, position, value = capital, 0, []
    for _, row in signals.iterrows():
        if row["signals"] == 1 and cash > row["Close"]:
            position = int(cash / row["Close"])
            cash -= position * row["Close"]
        elif row["signals"] == -1:
            cash += position * row["Close"]
            position = 0
        value.append(cash + position * row["Close"])
    return pd.Series(value, index=signals.index)
