P = {"gap": 0.04, "floor": 100_000}
                # ^^^^^^^ ISO202 redefined-parameter


def scan_gap(df):
    return df[(df["gap"] > P["gap"]) & (df["volume"] > P["floor"])]


P.update({"floor": 500_000})


def scan_fade(df):
    return df[(df["fade"] > 0.04) & (df["volume"] > P["floor"])]
