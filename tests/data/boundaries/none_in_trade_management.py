SLIPPAGE = 0.001


def check_exit(position, bar, cfg):
    if bar["low"] <= position.stop:
        return position.stop, "stop"
    if bar["high"] >= position.target:
        return position.target, "target"
    return None


def update_trailing_stop(position, price):
    if price > position.peak:
        position.peak = price
    return max(position.stop, position.peak * 0.95)


def fetch_snapshot(api, ticker):
    data = api.get(f"/v2/stocks/{ticker}/snapshot", params={"feed": "iex"})
    if not data:
        return {}
    price, volume = data.get("price", 0), data.get("volume", 0)
    prev_close = data.get("prev_close", 0)
    change = (price - prev_close) / prev_close * 100 if prev_close > 0 else 0
    return {"ticker": ticker, "price": price, "volume": volume, "change_pct": change}
