P = dict(gap=0.02, vol=200_000)
                 # ^^^ ISO202 redefined-parameter


def scan_up(df):
    return df[(df["gap"] > P["gap"]) & (df["v"] > P["vol"])]


P["vol"] = 600_000


def scan_down(df):
    return df[(df["gap"] < -P["gap"]) & (df["v"] > P["vol"])]
