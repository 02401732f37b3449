# # Testing simple ideas
import numpy as np
import pandas as pd

data = pd.read_csv("spy.csv", index_col=0)
# ## Averages that cross

# <scanner Averages that cross section>
data["fast"] = data["close"].rolling(42).mean()
data["slow"] = data["close"].rolling(252).mean()
data["position"] = np.where(data["fast"] > data["slow"], 1, -1)
data["strategy"] = data["position"].shift(1) * data["returns"]
# </scanner>
# ## Momentum

# <scanner Momentum section>
data["momentum"] = np.sign(data["returns"].rolling(3).mean())
data["signal"] = np.where(data["momentum"] > 0, 1, -1)
# </scanner>
# ## Return to the mean

# <scanner Return to the mean section>
data["distance"] = data["close"] - data["close"].rolling(25).mean()
data["position"] = np.where(data["distance"] > 3.5, -1, np.nan)
data["position"] = np.where(data["distance"] < -3.5, 1, data["position"])
# </scanner>
