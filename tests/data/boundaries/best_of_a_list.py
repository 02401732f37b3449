# <scanner best_of_a_list module>
import pandas as pd
from nsepy import get_history

from lists import bank_shares

gains = []
for ticker in bank_shares():
    history = get_history(symbol=ticker, start="2024-01-02", end="2024-02-02")
    gained = history.iloc[-1]["Close"] / history.iloc[0]["Open"] - 1
    gains.append({"stock": ticker, "gain": gained})

table = pd.DataFrame(gains)
print(table.sort_values(by="gain", ascending=False).head(5))
# </scanner>

"""
Ideas for later: weigh by volume, look at weeks.
"""
