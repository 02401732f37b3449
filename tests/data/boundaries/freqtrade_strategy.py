from freqtrade.strategy import IStrategy, IntParameter
import talib.abstract as ta
from pandas import DataFrame


# <scanner BandTouch class>
# Buys at the lower band
class BandTouch(IStrategy):
    timeframe = "1h"
    buy_rsi = IntParameter(20, 40, default=30, space="buy")

    def populate_indicators(self, dataframe: DataFrame, metadata: dict) -> DataFrame:
        dataframe["rsi"] = ta.RSI(dataframe)
        dataframe["sma"] = ta.SMA(dataframe, timeperiod=20)
        return dataframe

    def populate_entry_trend(self, dataframe: DataFrame, metadata: dict) -> DataFrame:
        dataframe.loc[(dataframe["rsi"] < self.buy_rsi.value) & (dataframe["close"] < dataframe["sma"]), "enter_long"] = 1
        return dataframe

    def populate_exit_trend(self, dataframe: DataFrame, metadata: dict) -> DataFrame:
        dataframe.loc[dataframe["rsi"] > 70, "exit_long"] = 1
        return dataframe
# </scanner>
