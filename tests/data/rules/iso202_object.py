from types import SimpleNamespace

cfg = SimpleNamespace(gap_min=0.04, volume_min=500_000)
# ^ ISO202 redefined-parameter


def scan_gap(df):
    return df[(df["gap"] > cfg.gap_min) & (df["volume"] > cfg.volume_min)]


cfg = SimpleNamespace(gap_min=0.06, volume_min=900_000)


def scan_fade(df):
    return df[(df["gap"] < -cfg.gap_min) & (df["volume"] > cfg.volume_min)]
