API_KEY = "secret"
START, END = "2020-01-01", "2024-12-31"

P = {
    "price_min": 8.0,
    "gap_div_atr_min": 0.75,
    "trigger_mode": "D1_or_D2",
}

STRATEGY_CONFIGS = {
    "pullback": {"body_pct": 0.07, "vol_ratio": 2.5, "tp_pct": 0.10},
    "gap": {"gap_pct": 0.03, "vol_ratio": 2.0, "close_above_open": True},
}

GRID = [
    {"func": "strategy_a", "param": {"n": list(range(10, 35, 5))}},
    {"func": "strategy_b", "param": {"n": [5, 10], "k": [1, 2]}},
]

COLUMNS = {"o": "Open", "h": "High", "l": "Low", "c": "Close", "v": "Volume"}
HELP = {"gap": "opens above the prior close", "fade": "closes below the open"}

OPEN_RANGES = {"swing": {"close": (), "volume": ()}}
