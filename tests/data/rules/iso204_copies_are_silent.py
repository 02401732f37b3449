P = {"gap_min": 0.04, "quiet_gap_min": 0.02}


def scan_quiet_gap(df):
    p = {**P, "range_max": 0.01}
    p["gap_min"] = p["quiet_gap_min"]
    own = dict(P)
    own["gap_min"] = 0.03
    return df[(df["gap"] > p["gap_min"]) & (df["range"] < own["gap_min"])]


def scan_gap_up(df):
    return df[df["gap"] > P["gap_min"]]
