floor_usd = 1_000_000


def scan_thin(df):
    globals()["floor_usd"] = 250_000
  # ^^^^^^^^^^^^^^^^^^^^^^ ISO204 mutated-shared-state
    return df[(df["gap"] > 0.05) & (df["dollar_vol"] < 500_000)]


def scan_thick(df):
    return df[(df["gap"] > 0.05) & (df["dollar_vol"] > floor_usd)]
