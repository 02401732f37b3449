def scan_gap(df):
    df["hit"] = (df["gap"] > 0.05) & (df["volume"] > 100_000)
    return df


def scan_quiet(df):
    df["hit"] = (df["range"] < 0.02) & (df["volume"] > 100_000)
  # ^^^^^^^^^ ISO205 column-collision
    return df


a = scan_quiet(scan_gap(load("A")))
