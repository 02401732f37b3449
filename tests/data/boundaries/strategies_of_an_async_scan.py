async def scan_market(exchange, symbols):
    pumped, washed_out = [], []
    for symbol in symbols:
        ohlcv = await exchange.fetch_ohlcv(symbol, "1h", limit=100)
        closes = [bar[4] for bar in ohlcv]
        volumes = [bar[5] for bar in ohlcv]

        # <scanner pumped section>
        change = closes[-1] / closes[-7] - 1
        busy = volumes[-1] / (sum(volumes[-21:-1]) / 20)
        if change > 0.08 and busy > 3:
            pumped.append(symbol)
        # </scanner>

        # <scanner washed_out section>
        highest = max(closes[-48:])
        drawdown = closes[-1] / highest - 1
        if drawdown < -0.2:
            washed_out.append(symbol)
        # </scanner>
    return pumped, washed_out
