import json

P = {"gap_min": 0.04, "volume_min": 500_000}
Q = {"fade_min": 0.02, "price_min": 5}
R = {"range_min": 0.5, "range_max": 0.9}


def scan_gap_up(df):
    print(json.dumps(P))
    return df[df["gap"] > P["gap_min"]]


def scan_fade(df, key):
    return df[(df["fade"] > Q["fade_min"]) & (df[key] > Q[key])]


def scan_range(df):
    return df[df["range"] > R["range_min"]].pipe(finish, **R)
