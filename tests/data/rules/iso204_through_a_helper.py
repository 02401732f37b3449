STATE = {"regime": 0, "seen": 0}


def note_regime(df):
    STATE["regime"] = int(df["atr"].iloc[-1] > 2)
  # ^^^^^^^^^^^^^^^ ISO204 mutated-shared-state: changes `STATE['regime']` through `note_regime`


def scan_gap_up(df):
    note_regime(df)
    return df[df["gap"] > 0.04]


def scan_fade(df):
    if STATE.get("regime"):
        return df[(df["fade"] > 0.06) & (df["volume"] > 500_000)]
    return df[(df["fade"] > 0.03) & (df["volume"] > 300_000)]
