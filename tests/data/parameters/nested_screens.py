# 🗂 named screens: each entry holds its own bounds
import screener

SCREENS = {
    "oversold_large": {
        "description": "Oversold, large caps 📉",
        "rsi": {"max": 30},
        "market_cap": "Over 10B",
        "price": {"min": 20.0},
        "volume": {"min": 2_000_000},
    },
    "breakout_small": {
        "description": "Breakout, small caps 🚀",
        "rsi": {"min": 60},
        "market_cap": "Under 2B",
        "price": {"min": 2.0, "max": 20.0},
        "volume": {"min": 500_000},
        "adjusted": True,
    },
}

for name, bounds in SCREENS.items():
    print(name, screener.run(bounds))

# ── parameters ──
# oversold_large.rsi_max = 30 (dict_key, line 7)
# oversold_large.market_cap = 'Over 10B' (dict_key, line 8)
# oversold_large.price_min = 20.0 (dict_key, line 9)
# oversold_large.volume_min = 2000000 (dict_key, line 10)
# breakout_small.rsi_min = 60 (dict_key, line 14)
# breakout_small.market_cap = 'Under 2B' (dict_key, line 15)
# breakout_small.price_min = 2.0 (dict_key, line 16)
# breakout_small.price_max = 20.0 (dict_key, line 16)
# breakout_small.volume_min = 500000 (dict_key, line 17)
# breakout_small.adjusted = True (dict_key, line 18)
