from freqtrade.strategy import IStrategy


class Trend(IStrategy):
    INTERFACE_VERSION = 3
    timeframe = "15m"
    stoploss = -0.08
    trailing_stop = True
    trailing_stop_positive = 0.01
    process_only_new_candles = True
    startup_candle_count = 100
    minimal_roi = {"0": 0.05, "30": 0.02}

    def populate_entry_trend(self, dataframe, metadata):
        dataframe.loc[dataframe["adx"] > 25, "enter_long"] = 1
        return dataframe
