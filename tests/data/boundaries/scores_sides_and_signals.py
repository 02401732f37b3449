import numpy as np
import pandas as pd


# <scanner strong_stock function>
def strong_stock(df):
    points = 0
    if df.close.iloc[-1] > df.sma50.iloc[-1]:
        points += 1
    if df.rsi.iloc[-1] < 70:
        points += 1
    return points >= 2
# </scanner>


# <scanner MovingAverageCross class>
class MovingAverageCross:
    def __init__(self, bars, short=50, long=200):
        self.bars, self.short, self.long = bars, short, long

    def generate_signals(self):
        signals = pd.DataFrame(index=self.bars.index)
        signals["signal"] = 0.0
        signals["short"] = self.bars["Close"].rolling(self.short).mean()
        signals["long"] = self.bars["Close"].rolling(self.long).mean()
        signals["signal"] = np.where(signals["short"] > signals["long"], 1.0, 0.0)
        signals["positions"] = signals["signal"].diff()
        return signals
# </scanner>


# <scanner Momentum class>
class Momentum(Algo):
    def on_bar(self, bar):
        self.window.append(bar.close)
        if bar.close > max(self.window[-20:-1]) and not self.position:
            self.submit("BUY", bar.symbol)
        elif self.position and bar.close < min(self.window[-10:-1]):
            self.submit("SELL", bar.symbol)
# </scanner>
