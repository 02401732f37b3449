P = {
    "gap_min": 0.04,
    "volume_min": 500_000,
    "stop_pct": 0.03,
}
STOP_DAYS = 5
__all__ = ["MAX_HITS", "scan_gap_up"]
MAX_HITS = 50


def scan_gap_up(df):
    return df[(df["gap"] > P["gap_min"]) & (df["volume"] > P["volume_min"])]


def simulate(trades):
    return trades[(trades["loss"] < P["stop_pct"]) & (trades["days"] < STOP_DAYS)]
