SCANS = [
    # <scanner Gap Up table>
    {"name": "Gap Up", "fn": lambda d: d["open"] > d["prev_close"] * 1.03},
    # </scanner>
    # <scanner New High table>
    {"name": "New High", "fn": lambda d: d["close"] >= d["high_52w"]},
    # </scanner>
]

SCREENS = {
    # <scanner momentum table>
    "momentum": {
        "description": "Strong movers",
        "conditions": [
            {"field": "rsi", "op": ">", "value": 60},
            {"field": "change_pct", "op": ">", "value": 3},
        ],
    },
    # </scanner>
    # <scanner reversal table>
    "reversal": {
        "description": "Beaten down",
        "conditions": [
            {"field": "rsi", "op": "<", "value": 30},
            {"field": "volume_ratio", "op": ">", "value": 2},
        ],
    },
    # </scanner>
}
