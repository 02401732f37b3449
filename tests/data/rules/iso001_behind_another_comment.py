def scan_gap(df):
    return df[(df["gap"] > 0.04) & (df["volume"] > 500_000)]  # 📈 gap # isoscan: ignore[ISO201]
                                                                    # ^^^^^^^^^^^^^^^^^^^^^^^^^ ISO001 unused-suppression


def scan_fade(df):
    return df[(df["fade"] < -0.02) & (df["volume"] > 700_000)]
