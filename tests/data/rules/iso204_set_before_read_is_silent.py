hits = []
found = {}


def scan_gap_up(df):
    global hits
    hits = []
    for bar in df.itertuples():
        if bar.gap > 0.04 and bar.volume > 500_000:
            hits.append(bar.ticker)
    found["gap_up"] = hits
    return hits


def scan_fade(df):
    global hits
    hits = []
    for bar in df.itertuples():
        if bar.close < bar.open and bar.volume > 300_000:
            hits.append(bar.ticker)
    found["fade"] = hits
    return hits
