# <scanner one_script_in_many_parts module>
import pandas as pd

quotes = pd.read_csv("quotes.csv")

liquid = quotes[quotes["volume"] > 1_000_000]
print(len(liquid), "are liquid")

strong = liquid[liquid["close"] > liquid["sma_50"]]
print(len(strong), "are strong")

coiled = strong[strong["atr"] < 0.8 * strong["atr_avg"]]
coiled.to_csv("coiled.csv")
# </scanner>
