GAP_MIN = 0.04
VOLUME_MIN = 500_000
# ^^^^^^^^ ISO301 unused-parameter


def scan_gap_up(df):
    return df[df["gap"] > GAP_MIN]
