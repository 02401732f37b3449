GAP_MIN = 0.035
# ^^^^^ ISO201 shared-parameter


def scan_gappers(df):
    return df.query("gap > @GAP_MIN and volume > 250000")


def scan_runners(df):
    return df.query("gap > @GAP_MIN and rsi > 55")
