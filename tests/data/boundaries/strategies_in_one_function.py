import pandas as pd


def daily_lists(universe: dict[str, pd.DataFrame]) -> dict[str, list[str]]:
    """Everything we look at before the open."""
    breakouts, dips, climbers = [], [], []
    for ticker, bars in universe.items():
        close = bars["close"].iloc[-1]

        # <scanner breakouts section>
        ceiling = bars["high"].rolling(20).max().iloc[-2]
        usual_volume = bars["volume"].rolling(20).mean().iloc[-1]
        if close > ceiling and bars["volume"].iloc[-1] > 1.5 * usual_volume:
            breakouts.append(ticker)
        # </scanner>

        # <scanner dips section>
        trend = bars["close"].ewm(span=200).mean().iloc[-1]
        drop = close / bars["close"].iloc[-4] - 1
        if close > trend and drop < -0.05:
            dips.append(ticker)
        # </scanner>

        # <scanner climbers section>
        gain = bars["close"].pct_change(60).iloc[-1]
        if gain > 0.4:
            climbers.append(ticker)
        # </scanner>

    return {"breakouts": breakouts, "dips": dips, "climbers": climbers}
