hits_today = 0


def scan_first(df):
    global hits_today
    found = df[(df["gap"] > 0.05) & (df["volume"] > 100_000)]
    hits_today += len(found)
  # ^^^^^^^^^^ ISO204 mutated-shared-state
    return found


def scan_second(df):
    if hits_today > 10:
        return df.iloc[:0]
    return df[(df["gap"] < -0.05) & (df["volume"] > 100_000)]
