# <scanner liquid function>
# isoscan: scanner liquid
def keep_liquid(frame, wanted):
    return frame.reindex(wanted)
# </scanner>


# isoscan: not-a-scanner
def scan_gap(df):
    return df[(df["open"] > 1.03 * df["prev_close"]) & (df["volume"] > 1e6)]


# isoscan: begin morning
# <scanner morning section>
watch = load("morning")
watch.sort()
# </scanner>
# isoscan: end


# <scanner scan_range function>
def scan_range(df):
    return df[(df["range"] > 2 * df["atr"]) & (df["close"] > df["open"])]
# </scanner>
