STATE = {"gap_up_runs": 3, "fade_last": 0.03}
collected = []


def scan_gap_up(df):
    STATE["gap_up_runs"] = len(df) // 20
    hits = df[df["gap"] > 0.01 * STATE["gap_up_runs"]]
    collected.append(hits)
    return hits


def scan_fade(df):
    STATE["fade_last"] = df["fade"].iloc[-1]
    hits = df[(df["close"] < df["open"]) & (df["range"] > STATE["fade_last"])]
    collected.append(hits)
    return hits
