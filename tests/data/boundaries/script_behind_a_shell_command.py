# <scanner script_behind_a_shell_command module>
pip install yfinance
import yfinance as yf
import pandas as pd

names = pd.read_csv("names.csv")
busy = []
for stock in names["Symbol"]:
  if "^" in stock:
    pass
  else:
    try:
      hist = yf.Ticker(stock.upper()).history(period="5d")
      usual = hist["Volume"].iloc[0:4].mean()
      if hist["Volume"].iloc[-1] > 4 * usual:
        busy.append(stock)
    except Exception:
      pass
print(busy)
# </scanner>
