"""Masks of plain arrays in a script. 🔢"""

import numpy as np
import yfinance as yf

bars = yf.download("SPY", period="5y")
close = bars["Close"].to_numpy()
volume = bars["Volume"].to_numpy()
fast = np.convolve(close, np.ones(10) / 10, mode="same")
slow = np.convolve(close, np.ones(40) / 40, mode="same")

# <scanner golden_cross mask>
golden_cross = (fast[1:] > slow[1:]) & (fast[:-1] <= slow[:-1])
# </scanner>
# <scanner volume_thrust mask>
volume_thrust = (volume[1:] > 2 * volume[:-1]) & (close[1:] > close[:-1])
# </scanner>

print(golden_cross.sum(), volume_thrust.sum())
