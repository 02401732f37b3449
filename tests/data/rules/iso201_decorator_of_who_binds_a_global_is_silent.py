DRIFT_MIN = 0.48
regime = 0.5


def with_drift(scan):
    def tuned(df):
        return scan(df, drift_min=DRIFT_MIN)

    return tuned


@with_drift
def scan_gap_up(df, drift_min=None):
    global regime
    regime = 0.25  # isoscan: ignore[ISO204]
    return df[(df["gap"] > 0.03) & (df["drift"] > drift_min) & (df["volume"] > 100_000)]


def scan_fade(df):
    return df[(df["fade"] > 0.02) & (df["tide"] > regime) & (df["volume"] > 100_000)]
