def scan_gap(df):
    df["hit"] = (df["gap"] > 0.05) & (df["volume"] > 100_000)
    return df


def scan_quiet(df):
    df["hit"] = (df["width"] < 0.02) & (df["volume"] > 100_000)
  # ^^^^^^^^^ ISO205 column-collision
    return df


def main():
    return load().pipe(scan_gap).pipe(scan_quiet)
