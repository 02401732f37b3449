"""Screens told as bounds; how they are run is no screen."""
FILTERS = {
    # <scanner value table>
    "value": {"pe_max": 15, "pb_max": 1.5, "dividend_yield_min": 0.03},
    # </scanner>
    # <scanner growth table>
    "growth": {
        "eps_growth_min": 0.25,
        "roe_min": 0.15,
        "price_min": 5,
    },
    # </scanner>
}

STYLE = {"up": {"color": "green", "width_min": 1}, "down": {"color": "red", "width_min": 1}}

PRESETS = {
    "rsi": {"period": 14, "smoothing": 3, "upper": 70},
    "macd": {"fast": 12, "slow": 26, "signal": 9},
}


def apply(frame, name):
    for key, bound in FILTERS[name].items():
        field, _, side = key.rpartition("_")
        frame = frame[frame[field] >= bound] if side == "min" else frame[frame[field] <= bound]
    return frame
