# 🎯 two scanners, one multiple
ATR_MULT = 1.25


def scan_gap_up(df):
    wide = df["📈"].abs() * 0 + df["range_atr"] >= ATR_MULT
    return df[wide & (df["gap_pct"] >= 4)]


# ═══ fades ═══
def scan_fade(df):
    return df[(df["range_atr"] >= ATR_MULT) & (df["gap_pct"] <= -4)]


def setups(df):
    df = df.copy()
    df["setup_squeeze"] = ((df["bb_width"] <= 0.05) & (df["rvol"] >= 1.5)).astype(int)
    df["setup_breakout"] = (
        (df["close_of_the_session"] >= df["high_of_the_last_20_sessions"]) & (df["relative_volume"] >= 2.0)
        | (df["gap_pct"] >= 9)
    ).astype(int)
    return df
