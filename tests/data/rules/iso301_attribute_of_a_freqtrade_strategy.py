from freqtrade.strategy import IStrategy


class Trend(IStrategy):
    adx_min = 25
    adx_max = 60
  # ^^^^^^^ ISO301 unused-parameter

    def populate_entry_trend(self, dataframe, metadata):
        dataframe.loc[dataframe["adx"] > self.adx_min, "enter_long"] = 1
        return dataframe
