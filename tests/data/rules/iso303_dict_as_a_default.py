def scan_gap(df, p={"gap_min": 0.05, "gap_min": 0.07}):
                  # ^^^^^^^^^ ISO303 duplicate-parameter-key
    return df[(df["gap"] > p["gap_min"]) & (df["volume"] > 100_000)]
