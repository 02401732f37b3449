# 🔤 one name, several numbers; keys that are no identifiers
def run(filters):
    return filters


# isoscan: scanner
def get_growth():
    filters = {
        "Market Cap.": "+Small (over $300mln)",
        "P/E": "Under 15",
        "20-Day SMA": "Price above SMA20",
    }
    return run(filters)


# isoscan: scanner
def scan_range(df):
    near = df[(df["rsi"] > 30) & (df["rsi"] < 70)]
    return near[(near["rsi"] > 40) & (near["rsi_min_2"] > 1) & (near["rsi"] > 45)]


# ── parameters ──
# get_growth.Market_Cap = '+Small (over $300mln)' (dict_key, line 9)
# get_growth.P_E = 'Under 15' (dict_key, line 10)
# get_growth._20_Day_SMA = 'Price above SMA20' (dict_key, line 11)
# scan_range.rsi_min = 30 (inline, line 18)
# scan_range.rsi_max = 70 (inline, line 18)
# scan_range.rsi_min_2 = 40 (inline, line 19)
# scan_range.rsi_min_2_min = 1 (inline, line 19)
# scan_range.rsi_min_3 = 45 (inline, line 19)
