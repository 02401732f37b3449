levels = {}


def scan_gap(df):
    if "floor" not in levels:
        levels["floor"] = 300_000
      # ^^^^^^^^^^^^^^^ ISO204 mutated-shared-state
    return df[(df["gap"] > 0.04) & (df["volume"] > levels["floor"])]


def scan_fade(df):
    return df[(df["fade"] > 0.04) & (df["volume"] > levels.get("floor", 900_000))]
