TRADING_DAYS = 252
SECONDS_PER_DAY = 86_400
EPS = 1e-9
CENTS = 100


def scan_calm(df):
    vol = df["ret"].std() * TRADING_DAYS**0.5
    return df[(vol < 0.2) & (df["range"] / (df["atr"] + EPS) < 0.5)]


def scan_wild(df):
    vol = df["ret"].std() * TRADING_DAYS**0.5
    return df[(vol > 0.8) & (df["range"] / (df["atr"] + EPS) > 2.5)]
