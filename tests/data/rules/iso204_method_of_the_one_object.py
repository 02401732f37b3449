class State:
    def __init__(self):
        self.floor = 500_000

    def loosen(self):
        self.floor = 100_000
      # ^^^^^^^^^^ ISO204 mutated-shared-state


state = State()


def scan_quiet(df):
    state.loosen()
    return df[(df["gap"] > 0.02) & (df["volume"] > state.floor)]


def scan_gap(df):
    return df[(df["gap"] > 0.04) & (df["volume"] > state.floor)]
