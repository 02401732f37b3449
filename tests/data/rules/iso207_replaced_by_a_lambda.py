def atr(df):
  # ^^^ ISO207 redefined-helper
    return (df['high'] - df['low']).rolling(14).mean()


def scan_gap(df):
    return df[(df['gap'] > 0.04) & (df['range'] > atr(df))]


atr = lambda df: df['high'] - df['low']


def scan_fade(df):
    return df[(df['fade'] > 0.02) & (df['range'] > atr(df))]
