# 🗂 dicts of settings in their many spellings
P = {
    "gap_min": 0.04,  # share of the close
    "volume": {"min": 500_000, "max": 90_000_000},
    "mode": "any",
    "unread": 3,
}
Q = dict(price_min=5.0, price_max=500)
P["late"] = 1.5
P.update({"gap_min": 0.05})
cfg = P


# isoscan: scanner
def scan_gap_up(df):
    big = df[(df["gap"] > P["gap_min"]) & (df["volume"] > P["volume"]["min"])]
    cheap = big[(big["close"] > Q["price_min"]) & (big["close"] < Q.get("price_max", 100))]
    if cfg["mode"] == "any":
        return cheap
    return cheap[cheap["late"] > cfg["late"]]


# isoscan: scanner
def scan_fade(df, settings=None):
    settings = settings or {"fade_min": 0.02, "days": 3}
    return df[(df["fade"] > settings["fade_min"]) & (df["days"] < settings.get("days", 5))]


# isoscan: scanner
def scan_foreign(df, config):
    return df[(df["rsi"] > config.get("RSI_MIN", 60)) & (df["rsi"] < config.get("RSI_MAX", 80))]


# ── parameters ──
# scan_gap_up.min = 500000 (dict_key, line 4)
# scan_gap_up.mode = 'any' (dict_key, line 5)
# scan_gap_up.price_min = 5.0 (dict_key, line 8)
# scan_gap_up.price_max = 500 (dict_key, line 8)
# scan_gap_up.late = 1.5 (dict_key, line 9)
# scan_gap_up.gap_min = 0.05 (dict_key, line 10)
# scan_fade.days = 5 (dict_key, line 26)
# scan_foreign.RSI_MIN = 60 (dict_key, line 31)
# scan_foreign.RSI_MAX = 80 (dict_key, line 31)
