# 🏠 constants inside a scanner's function
# isoscan: scanner
def scan_squeeze(df, days=None):
    width_max = 0.08  # of the price
    steps = [10, 20, 50]
    count = 0
    hits = []
    found = False
    score = 0
    path = "out.csv"
    if days is None:
        days = 30
    for step in steps:
        inside = df[(df["width"] < width_max) & (df["age"] < days)]
        if len(inside) > step:
            count += 1
            score = 50
            found = True
            hits.append(inside)
    print(path, count)
    return hits if found and score else None


def add_setups(df):
    range_min = 0.6
    shown = 12
    # isoscan: scanner gap_up
    df["gap_up"] = (df["gap"] >= 0.5) & (df["close_range"] >= range_min) & (df["volume"] > 0)
    print(df.tail(shown))
    return df


# ── parameters ──
# scan_squeeze.width_max = 0.08 (local, line 4)
# scan_squeeze.steps = (10, 20, 50) (local, line 5)
# scan_squeeze.days = 30 (local, line 12)
# gap_up.range_min = 0.6 (local, line 25)
# gap_up.gap_min = 0.5 (inline, line 28)
# gap_up.volume_min = 0 (inline, line 28)
