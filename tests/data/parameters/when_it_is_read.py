# ⏱ what a name holds when it is read
import copy

FLOOR = 500_000
FAST = SLOW = 20
LIMIT = 0.4
LIMIT *= 2
P = {"rsi_max": 70, "gap": {"min": 0.04}}
BEFORE = dict(P)
ALIAS = P
DEEP = copy.deepcopy(P)
DEEP["gap"]["min"] = 0.06


class Knobs:
    width = 0.5


# isoscan: scanner
def scan_early(df, floor=FLOOR):
    return df[(df["volume"] > floor) & (df["rsi"] < BEFORE["rsi_max"]) & (df["days"] > FAST)]


FLOOR = 900_000
P["rsi_max"] = 60


# isoscan: scanner
def scan_late(df):
    width = getattr(Knobs, "width")
    wide = (df["width"] > width) & (df["gap"] > DEEP["gap"]["min"])
    return df[wide & (df["volume"] > FLOOR) & (df["rsi"] < ALIAS["rsi_max"]) & (df["days"] > SLOW) & (df["x"] > LIMIT)]


# ── parameters ──
# scan_early.FLOOR = 500000 (module, line 4)
# scan_early.FAST = 20 (module, line 5); also read by scan_late
# scan_early.rsi_max = 70 (dict_key, line 8)
# scan_late.SLOW = 20 (module, line 5); also read by scan_early
# scan_late.LIMIT = 0.4 (module, line 6)
# scan_late.min = 0.06 (dict_key, line 12)
# scan_late.width = 0.5 (class_attr, line 16)
# scan_late.FLOOR = 900000 (module, line 24)
# scan_late.rsi_max = 60 (dict_key, line 25)
