P = {'g': {'v': 400_000}}


def tighten(p):
    p['g'].update(v=900_000)
  # ^^^^^^^^^^^^^^^^^^^^^^^^ ISO204 mutated-shared-state
    return 1

def find_gappers(data):
    return data[(data["open"] > data["prev_close"] * 1.03) & (data["volume"] > P['g']['v'])]


def find_faders(data):
    return data[(data["close"] < data["open"] * 0.97) & (data["volume"] > tighten(P) * 5)]
