from dataclasses import dataclass


@dataclass
class Snapshot:
    price: float
    vwap: float
    rvol: float
    float_shares: float
    gap_pct: float


# <scanner low_float_runner function>
def low_float_runner(s: Snapshot) -> bool:
    return s.float_shares < 20e6 and s.rvol > 5 and s.gap_pct > 10
# </scanner>


# <scanner vwap_reclaim function>
def vwap_reclaim(prev: Snapshot, now: Snapshot) -> bool:
    return prev.price < prev.vwap and now.price >= now.vwap
# </scanner>


RULES = {"low_float": low_float_runner, "reclaim": vwap_reclaim}


def evaluate(s):
    return [name for name, rule in RULES.items() if rule(s)]
