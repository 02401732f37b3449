seen = []


def scan_runners(df):
    names = seen if len(df) > 100 else []
    names.extend(df["ticker"].tail(40))
  # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ISO204 mutated-shared-state
    return df[(df["gap"] > 0.7) & (df["volume"] > 200_000)]


def scan_late(df):
    return df[(df["fade"] > 0.4) & (df["volume"] > 200_000) & ~df["ticker"].isin(seen)]
