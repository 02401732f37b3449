RSI_FLOOR = 30
# ^^^^^^^ ISO201 shared-parameter


def above(column):
    def test(df):
        return df[column] > RSI_FLOOR
    return test


is_strong = above("rsi")


def scan_gap(df):
    return df[is_strong(df) & (df["gap"] > 0.04) & (df["volume"] > 100_000)]


def scan_fade(df):
    return df[is_strong(df) & (df["fade"] > 0.04) & (df["volume"] > 100_000)]
