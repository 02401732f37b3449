"""State of generated modules: what they hold, and what scanners do to it and read of it."""

from __future__ import annotations

# Numbers in methods are fractions: those with a point are taken for settings.
STATE = """\
STATE = {"level": 0.45, "seen": 0.55, "extra": 0.5}
STATE_BOX = SimpleNamespace(level=0.45)
STATE_DEEP = {"in": {"level": 0.45}}
seen = []
regime = 0.5


class Gate:
    def __init__(self):
        self.level = 9 / 20

    def loosen(self):
        self.level = 1 / 5


STATE_GATE = Gate()


def loosen(settings):
    settings["level"] = 0.28
    return settings


def handed_state():
    return STATE
"""

# What a scanner does to state, and what of it decides.
DEALINGS: tuple[tuple[tuple[str, ...], str], ...] = (
    ((), ""),
    ((), '(df["tide"] > STATE["level"])'),
    ((), '(df["tide"] > STATE.get("seen"))'),
    ((), '(df["tide"] > regime)'),
    (('STATE["level"] = 0.2',), ""),
    (('STATE["seen"] += 0.1',), ""),
    (('STATE.update({"level": 0.3})',), ""),
    (("global regime", "regime = 0.25"), ""),
    (("global regime", "regime = 0.35"), '(df["tide"] > regime)'),
    (("state = STATE", 'state["seen"] = 0.15'), ""),
    (("state = {**STATE}",), '(df["tide"] > state["level"])'),
    (("state = STATE.copy()",), '(df["tide"] > sum(state.values()) / 2)'),
    (("state = dict(STATE)", 'state["seen"] = 0.15'), '(df["tide"] > state["seen"])'),
    (('seen.extend(df["ticker"].head(60))',), ""),
    (('taken = STATE.get("level")', 'STATE["level"] = taken / 2'), '(df["tide"] > taken)'),
    ((), '~df["ticker"].isin(seen)'),
    ((), '(df["tide"] > STATE_BOX.level)'),
    (('setattr(STATE_BOX, "level", 0.2)',), ""),
    (("STATE_BOX.level = 0.3",), '(df["tide"] > STATE_BOX.level)'),
    ((), '(df["tide"] > STATE.get("extra", 0.8))'),
    (('gone = STATE.pop("extra", 0.6)',), '(df["tide"] > gone)'),
    (("state = STATE", 'state["level"] = 0.25', "state = state.copy()"), '(df["tide"] > state["level"])'),
    (("state = STATE", "if len(df) > 10**6:", "    state = dict(STATE)", 'state["level"] = 0.22'), ""),
    ((), '(df["tide"] > STATE_DEEP["in"]["level"])'),
    (("deep = STATE_DEEP.copy()", 'deep["in"]["level"] = 0.2'), ""),
    (("deep = copy.deepcopy(STATE_DEEP)", 'deep["in"]["level"] = 0.2'), '(df["tide"] > deep["in"]["level"])'),
    (("loosen(STATE)",), ""),
    (("held = dict(STATE)", 'held["level"] = 0.28'), '(df["tide"] > STATE["level"])'),
    ((), '(df["tide"] > STATE_GATE.level)'),
    (("STATE_GATE.loosen()",), ""),
    (('globals()["regime"] = 0.15',), ""),
    (("handed = handed_state()", 'handed["level"] = 0.21'), ""),
    (("handed = dict(handed_state())", 'handed["level"] = 0.21'), '(df["tide"] > STATE["level"])'),
    (("loosen(dict(STATE))",), '(df["tide"] > STATE["level"])'),
    (("eased = loosen(STATE.copy())",), '(df["tide"] > eased["level"])'),
    (("eased = loosen(STATE)",), '(df["tide"] > eased["level"])'),
    (('if "late" not in STATE:', '    STATE["late"] = 0.2'), '(df["tide"] > STATE["late"])'),
    ((), '(df["tide"] > STATE.get("late", 0.65))'),
    (("for step in (0.4, 0.3):", '    STATE["seen"] = step'), ""),
    (("counted = STATE_DEEP", 'counted["in"].update(level=0.3)'), ""),
    (('seen[:] = df["ticker"].head(90)',), ""),
    (("known = [*seen]", 'known.append("T1")'), '~df["ticker"].isin(seen)'),
    (("with_more = STATE | {'level': 0.15}",), '(df["tide"] > with_more["level"])'),
    ((), '(df["tide"] > (0.3 if STATE["level"] < 0.4 else 0.6))'),
    (("chosen = 0.3 if regime > 0.4 else 0.6",), '(df["tide"] > chosen)'),
    (("chosen = 0.2 if len(seen) > 5 else 0.6",), '(df["tide"] > chosen)'),
    (("chosen = max(STATE['level'], 0.1)",), '(df["tide"] > chosen)'),
    (("mine = regime", "mine *= 1.1"), '(df["tide"] > mine)'),
    (("mine = {'tide': regime}",), '(df["tide"] > mine["tide"])'),
    (("mine = seen if len(df) else []", 'mine.extend(df["ticker"].tail(40))'), ""),
)
