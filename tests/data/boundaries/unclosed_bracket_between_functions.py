# <scanner scan_fade function>
def scan_fade(df):
    return df[(df["open"] > 1.2 * df["prev_close"]) & (df["close"] < df["open"])]
# </scanner>


LIMITS = {"gap": 0.04, "volume": [1e6,

# <scanner scan_gap function>
def scan_gap(df):
    return df[(df["open"] > 1.04 * df["prev_close"]) & (df["volume"] > 1e6)]
# </scanner>
