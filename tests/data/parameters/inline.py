# 📏 numbers in comparisons
def add_setups(df):
    # isoscan: scanner gap_up
    df["gap_up"] = (
        (df["gap"] >= 0.5)
        & (20 < df["close"])
        & (df["rsi"].shift(1) <= 70)
        & (df["rsi"] <= 65)
        & (df["state"] == 2)
        & (df["ADV20_$"] > 1e6)
        & (df["high"] > df["high1"])
    )
    return df


# isoscan: scanner
def scan_fade(df):
    if len(df) < 60:
        return []
    hits = [row for row in df.itertuples() if 0.02 < row.fade < 0.2 and row.flag != 1]
    total = 0
    if total > 3:
        return []
    return hits


# ── parameters ──
# gap_up.gap_min = 0.5 (inline, line 5)
# gap_up.close_min = 20 (inline, line 6)
# gap_up.rsi_shift = 1 (call_arg, line 7)
# gap_up.rsi_max = 70 (inline, line 7)
# gap_up.rsi_max_2 = 65 (inline, line 8)
# gap_up.state = 2 (inline, line 9)
# gap_up.ADV20_min = 1000000.0 (inline, line 10)
# scan_fade.fade_min = 0.02 (inline, line 20)
# scan_fade.fade_max = 0.2 (inline, line 20)
