STATE = {"level": 0.04, "seen": 0.5}


def eased(settings):
    settings["level"] = 0.02
    return settings


def handed():
    return STATE


def scan_gap(df):
    STATE["level"] = 0.06
  # ^^^^^^^^^^^^^^ ISO204 mutated-shared-state
    STATE["seen"] = 0.7
    return df[(df["gap"] > STATE["level"]) & (df["volume"] > 100_000)]


def scan_fade(df):
    mine = eased(dict(STATE))
    return df[(df["fade"] > mine["level"]) & (df["volume"] > 100_000)]


def scan_quiet(df):
    state = handed()
    return df[(df["range"] < state["level"]) & (df["volume"] > 100_000)]
