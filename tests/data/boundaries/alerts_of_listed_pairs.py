import asyncio

WATCHED = ["BTCUSDT", "ETHUSDT", "SOLUSDT"]
QUICK = 12
CALM = 48


async def fetch_klines(session, symbol):
    async with session.get(f"https://exchange.example/klines?symbol={symbol}") as answer:
        return [float(row[4]) for row in await answer.json()]


def sma(values, count):
    return sum(values[-count:]) / count


# <scanner check_cross function>
async def check_cross(session, bot, symbol, last):
    closes = await fetch_klines(session, symbol)
    quick, calm = sma(closes, QUICK), sma(closes, CALM)
    was_quick, was_calm = sma(closes[:-1], QUICK), sma(closes[:-1], CALM)
    if was_quick < was_calm and quick > calm and last != "long":
        asyncio.create_task(bot.send_message(f"🚀 {symbol} crossed above"))
        return "long"
    if was_quick > was_calm and quick < calm and last != "short":
        asyncio.create_task(bot.send_message(f"🔻 {symbol} crossed below"))
        return "short"
    return last
# </scanner>


# <scanner on_tick function>
def on_tick(tick, kept):
    ltp = tick.get("ltp")
    first = kept["first"].setdefault(tick["symbol"], ltp)
    change_pct = (ltp - first) / first * 100
    if change_pct >= kept["percent"]:
        kept["risers"].insert(0, tick["symbol"])
    elif change_pct <= -kept["percent"]:
        kept["fallers"].insert(0, tick["symbol"])
# </scanner>
