CUT = 0.5


def scan_adapt(df):
    global CUT
    CUT = float(df["gap"].median())
  # ^^^ ISO204 mutated-shared-state
    return df[(df["gap"] > 0.3) & (df["volume"] > 200_000)]


def scan_user(df):
    limits = {"fade": CUT, "volume": 200_000}
    return df[(df["fade"] > limits["fade"]) & (df["volume"] > limits["volume"])]
