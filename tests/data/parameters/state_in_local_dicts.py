# 📦 a dict that the function itself changes is state, one that it only reads holds settings
# isoscan: scanner
def scan_inside(rows):
    state = {"inside": False, "count": 0, "armed": 1}
    knobs = {"gap": 0.03, "range": 0.2}
    for row in rows:
        state["inside"] = row["high"] < row["high1"] and row["gap"] > knobs["gap"]
        if state["inside"] and row["range"] < knobs["range"]:
            state["count"] += 1
        if state["count"] > state["armed"]:
            state["armed"] = 2
    return state["count"] > 3


# isoscan: scanner
def scan_gap(df, limits={"gap_min": 0.04, "volume_min": 300_000}):
    return df[(df["gap"] > limits["gap_min"]) & (df["volume"] > limits["volume_min"])]


# ── parameters ──
# scan_inside.gap = 0.03 (dict_key, line 5)
# scan_inside.range = 0.2 (dict_key, line 5)
# scan_gap.gap_min = 0.04 (dict_key, line 16)
# scan_gap.volume_min = 300000 (dict_key, line 16)
