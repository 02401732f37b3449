class Desk:
    gap_min = 0.04


def scan_quiet_gap(df):
    Desk.gap_min = 0.02
  # ^^^^^^^^^^^^ ISO204 mutated-shared-state: `scan_quiet_gap` changes `Desk.gap_min`
    return df[df["range"] < 0.01]


def scan_gap_up(df):
    return df[df["gap"] > Desk.gap_min]
