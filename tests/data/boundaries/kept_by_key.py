import talib


# <scanner unusual_volume function>
def unusual_volume(data):
    hits = {}
    for ticker in data.columns.levels[0]:
        v = data[ticker]["Volume"]
        if v.iloc[-1] > v.mean() + 3 * v.std():
            hits[ticker] = v.iloc[-1]
    return hits
# </scanner>


# <scanner dual_thrust function>
def dual_thrust(bars, k1=0.5, k2=0.5):
    hh = max(b.high for b in bars[-4:])
    ll = min(b.low for b in bars[-4:])
    rng = hh - ll
    if bars[-1].close > bars[-1].open + k1 * rng:
        return Direction.LONG
    if bars[-1].close < bars[-1].open - k2 * rng:
        return Direction.SHORT
    return Direction.NONE
# </scanner>
