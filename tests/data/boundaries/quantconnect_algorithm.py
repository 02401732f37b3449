from AlgorithmImports import *


# <scanner GapBounce class>
class GapBounce(QCAlgorithm):
    def Initialize(self):
        self.SetStartDate(2020, 1, 1)
        self.symbol = self.AddEquity("SPY", Resolution.Daily).Symbol
        self.rsi = self.RSI(self.symbol, 14)

    def OnData(self, data):
        if not self.rsi.IsReady:
            return
        if self.rsi.Current.Value < 30 and data[self.symbol].Close > data[self.symbol].Open:
            self.SetHoldings(self.symbol, 1)
        elif self.rsi.Current.Value > 70:
            self.Liquidate(self.symbol)
# </scanner>
