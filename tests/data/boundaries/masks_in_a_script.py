import pandas as pd

holdings = pd.read_csv("holdings.csv")

# what to buy and what to sell
# <scanner buy_criteria mask>
buy_criteria = (holdings["price"] <= 25.0) & (holdings["percent_change"] <= -0.5) & (holdings["volume"] > 1e6)
# </scanner>
# <scanner sell_criteria mask>
sell_criteria = (holdings["price"] >= 40.0) & (holdings["percent_change"] >= 0.5)
# </scanner>

print(holdings[buy_criteria])
print(holdings[sell_criteria])
