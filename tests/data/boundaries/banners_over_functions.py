# ══════════════════════════════════════════
# Signals
# ══════════════════════════════════════════
# <scanner signals_pullback function>
def signals_pullback(df, cfg):
    signals = []
    for i in range(20, len(df)):
        today = df.iloc[i]
        if today["Close"] < today["MA20"] and today["Volume"] > cfg["vol_ratio"] * today["Vol20"]:
            signals.append(i)
    return signals
# </scanner>


# <scanner signals_gap function>
# Gap of at least gap_pct, closed above the open
def signals_gap(df, cfg):
    signals = []
    for i in range(20, len(df)):
        today, before = df.iloc[i], df.iloc[i - 1]
        if today["Open"] / before["Close"] - 1 < cfg["gap_pct"]:
            continue
        if today["Close"] < today["Open"]:
            continue
        signals.append(i)
    return signals
# </scanner>


# ══════════════════════════════════════════
# Engine
# ══════════════════════════════════════════
def simulate(df, index, cfg):
    entry = df.iloc[index + 1]
    tp = entry["Open"] * (1 + cfg["tp_pct"])
    sl = entry["Open"] * (1 - cfg["sl_pct"])
    exit_price = None
    for j in range(index + 1, index + cfg["max_hold"]):
        bar = df.iloc[j]
        if bar["Low"] <= sl:
            exit_price = sl
            break
        if bar["High"] >= tp:
            exit_price = tp
            break
    pnl = exit_price / entry["Open"] - 1 if exit_price else 0
    return {"entry": entry["Open"], "exit": exit_price, "pnl": pnl}


def backtest(df, cfg):
    trades = []
    for signal in (signals_pullback, signals_gap):
        for index in signal(df, cfg):
            trades.append(simulate(df, index, cfg))
    return trades
