from freqtrade.strategy import DecimalParameter, IntParameter, IStrategy


class Gap(IStrategy):
    stoploss = -0.1
    timeframe = "5m"
    buy_rsi = IntParameter(20, 80, default=60, space="buy")
    buy_gap = DecimalParameter(0.01, 0.1, default=0.04, space="buy")
  # ^^^^^^^ ISO301 unused-parameter

    def populate_entry_trend(self, dataframe, metadata):
        dataframe.loc[(dataframe["rsi"] > self.buy_rsi.value) & (dataframe["volume"] > 0), "enter_long"] = 1
        return dataframe
