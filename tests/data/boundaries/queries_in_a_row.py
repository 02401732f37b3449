import pandas as pd

quotes = pd.read_csv("quotes.csv")

# <scanner Cheap and growing section>
# Cheap and growing
cheap = quotes.query("pe < 15 and eps_growth > 0.2")
cheap.to_csv("cheap.csv")
# </scanner>

# <scanner Momentum leaders section>
# Momentum leaders
leaders = quotes.query("roc_6m > 0.5 and close > sma_200")
leaders.to_csv("leaders.csv")
# </scanner>

# <scanner Washed out 📉 section>
# Washed out 📉
washed = quotes.query("rsi < 25 and volume > 2 * volume_avg")
washed.to_csv("washed.csv")
# </scanner>
