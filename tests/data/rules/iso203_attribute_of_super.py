from freqtrade.strategy import IStrategy


class Base1(IStrategy):
    rsi_buy = 30

    def populate_entry_trend(self, dataframe, metadata):
        dataframe.loc[dataframe["rsi"] < self.rsi_buy, "enter_long"] = 1
        return dataframe


class Deeper(Base1):
    def populate_entry_trend(self, dataframe, metadata):
        dataframe.loc[dataframe["rsi"] < super().rsi_buy - 10, "enter_long"] = 1
                                       # ^^^^^^^^^^^^^^^ ISO203 foreign-parameter
        return dataframe
