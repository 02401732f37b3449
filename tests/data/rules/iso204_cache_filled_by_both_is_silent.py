levels = {}


def scan_gap(df):
    if "floor" not in levels:
        levels["floor"] = df["volume"].median()
    return df[(df["gap"] > 0.04) & (df["volume"] > levels["floor"])]


def scan_fade(df):
    if "floor" not in levels:
        levels["floor"] = df["volume"].median()
    return df[(df["fade"] > 0.04) & (df["volume"] > levels["floor"])]
