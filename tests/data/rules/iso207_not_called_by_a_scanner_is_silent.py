def show(hits):
    print(hits)


def scan_gap_up(df):
    return df[df["gap"] > 0.04]


def show(hits):
    print(hits.to_string())


def main(df):
    show(scan_gap_up(df))
