from collections import defaultdict


def note(ticker, seen=defaultdict(int)):
               # ^^^^ ISO209 mutable-default: `Desk` keeps what `note` puts into `seen`
    seen[ticker] += 1
    return seen[ticker]


class Desk:
    def scan_gap_up(self, df, skip={"🚫"}, *, hits=[]):
                                           # ^^^^ ISO209 mutable-default: `Desk` keeps what `scan_gap_up`
        for bar in df.itertuples():
            if bar.gap > 0.04 and bar.volume > 500_000 and bar.ticker not in skip:
                hits += [(bar.ticker, note(bar.ticker))]
        return hits

    def scan_fade(self, df, limits={"volume_min": 900_000}):
        return [
            note(bar.ticker)
            for bar in df.itertuples()
            if bar.close < bar.open and bar.volume > limits["volume_min"]
        ]
