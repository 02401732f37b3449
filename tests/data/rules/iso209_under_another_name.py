# isoscan: scanner scan_gap
def scan_gap(df, hits=[]):
               # ^^^^ ISO209 mutable-default
    out = hits
    for bar in df.itertuples():
        if bar.gap > 0.04 and bar.volume > 500_000:
            out.append(bar.ticker)
    return out


def scan_fade(df):
    return df[(df["fade"] < -0.02) & (df["volume"] > 700_000)]
