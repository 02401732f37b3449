# 🎚 defaults, and what is no tunable among them
# isoscan: scanner
def scan_gap_up(df, gap_min=0.04, length: int = 20, *, mode="any", ticker="AAPL", save_chart=True, unused=3):
    hits = df[(df["gap"] > gap_min) & (df["age"] < length)]
    if mode == "any":
        print(ticker, save_chart)
    return hits


# isoscan: scanner
def scan_fade(df, min_price=None, columns=None, **kwargs):
    fade = kwargs.get("fade", 0.02)
    days = kwargs.pop("days", 3)
    name = kwargs.get("name", None)
    hits = df[(df["fade"] > fade) & (df["name"] != name) & (df["age"] < days)]
    if min_price is not None:
        hits = hits[hits["close"] > min_price]
    return hits[columns]


# ── parameters ──
# scan_gap_up.gap_min = 0.04 (default_arg, line 3)
# scan_gap_up.length = 20 (default_arg, line 3)
# scan_gap_up.mode = 'any' (default_arg, line 3)
# scan_fade.min_price = None (default_arg, line 11)
# scan_fade.fade = 0.02 (default_arg, line 12)
# scan_fade.days = 3 (default_arg, line 13)
