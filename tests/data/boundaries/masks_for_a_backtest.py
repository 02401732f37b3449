import vectorbt as vbt

price = vbt.YFData.download("ADA-USD", start="2022-01-01").get("Close")

quick = vbt.MA.run(price, window=8)
calm = vbt.MA.run(price, window=34)

# The quick average gets over the calm one
# <scanner cross_entries mask>
cross_entries = quick.ma_crossed_above(calm)
# </scanner>
# <scanner cross_exits mask>
cross_exits = quick.ma_crossed_below(calm)
# </scanner>

strength = vbt.RSI.run(price)
# <scanner dip_entries mask>
dip_entries = strength.rsi_below(28)
# </scanner>
# <scanner dip_exits mask>
dip_exits = strength.rsi_above(74)
# </scanner>

book = vbt.Portfolio.from_signals(price, cross_entries | dip_entries, cross_exits | dip_exits, freq="1D")
print(book.total_return())
