from concurrent.futures import ThreadPoolExecutor


def scan_gap(df):
    df["gap"] = df["open"] / df["close"].shift(1) - 1
  # ^^^^^^^^^ ISO206 mutated-input-frame
    return df[(df["gap"] > 0.04) & (df["volume"] > 500_000)]


def scan_fade(df):
    return df[(df["close"] < df["open"]) & (df["volume"] > 900_000)]


def run(df):
    with ThreadPoolExecutor() as pool:
        gap = pool.submit(scan_gap, df)
        fade = pool.submit(scan_fade, df)
    return gap.result(), fade.result()
