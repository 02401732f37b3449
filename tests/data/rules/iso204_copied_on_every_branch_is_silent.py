seen = ["AAPL"]


def scan_runners(df):
    names = list(seen) if len(df) > 100 else [*seen]
    names.extend(df["ticker"].tail(40))
    return df[(df["gap"] > 0.7) & (df["volume"] > 200_000) & df["ticker"].isin(names)]


def scan_late(df):
    return df[(df["fade"] > 0.4) & (df["volume"] > 200_000) & ~df["ticker"].isin(seen)]
