def make_desk():
    floor = 500_000

    # isoscan: scanner scan_quiet
    def scan_quiet(df):
        nonlocal floor
        floor = 100_000
      # ^^^^^ ISO204 mutated-shared-state
        return df[(df["gap"] > 0.02) & (df["volume"] > floor)]

    # isoscan: scanner scan_gap
    def scan_gap(df):
        return df[(df["gap"] > 0.04) & (df["volume"] > floor)]

    return scan_quiet, scan_gap
