def scan_gap_up(df, hits=[], params={}, floors=()):
    hits = list(hits)
    params = {"gap_min": 0.04, **params}
    params["volume_min"] = 500_000
    for bar in df.itertuples():
        if bar.gap > params["gap_min"] and bar.volume > params["volume_min"]:
            hits.append(bar.ticker)
    return hits


def report(lines=[]):
    lines.append("not a scanner's")
    return lines
