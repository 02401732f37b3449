RULES = [
    # <scanner gap_up table>
    {"name": "gap_up", "logic": "open > 1.03 * prev_close and volume > 1000000"},
    # </scanner>
    # <scanner above_vwap table>
    # close above the day's average
    {
        "name": "above_vwap",
        "logic": "close > vwap and rsi < 70",
    },
    # </scanner>
]

SCREENS = {
    # <scanner high_tight_flag table>
    "high_tight_flag": lambda df: (df["close"] > 1.9 * df["close"].shift(40)) & (df["atr"] < 2),
    # </scanner>
    # <scanner dry_volume table>
    "dry_volume": lambda df: df["volume"] < 0.4 * df["volume_avg"],
    # </scanner>
}

LIMITS = {"gap_up": {"gap_min": 0.03, "volume_min": 1_000_000}, "above_vwap": {"rsi_max": 70}}


def run(df):
    for rule in RULES:
        print(rule["name"], len(df.query(rule["logic"])))
    for name, screen in SCREENS.items():
        print(name, len(df[screen(df)]))
