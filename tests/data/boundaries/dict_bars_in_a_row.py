import json

with open("bars.json") as file:
    bars = json.load(file)

# <scanner wide_bars section>
typical = sum(bar["high"] - bar["low"] for bar in bars) / len(bars)
wide_bars = [bar for bar in bars if bar["high"] - bar["low"] > 2 * typical]
print("wide", len(wide_bars))
# </scanner>

# <scanner heavy_bars section>
usual = sorted(bar["volume"] for bar in bars)[len(bars) // 2]
heavy_bars = [bar for bar in bars if bar["volume"] > 3 * usual and bar["close"] > bar["open"]]
print("heavy", len(heavy_bars))
# </scanner>
