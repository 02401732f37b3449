def atr(df):
    return (df['high'] - df['low']).rolling(14).mean()


atr = cached(atr)


def scan_gap(df):
    return df[(df['gap'] > 0.04) & (df['range'] > atr(df))]


def scan_fade(df):
    return df[(df['fade'] > 0.02) & (df['range'] > atr(df))]
