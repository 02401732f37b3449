# 🏛 attributes of classes
import backtrader as bt
from freqtrade.strategy import IntParameter, IStrategy


class Limits:
    PRICE_MIN = 5.0
    PRICE_MAX = 500
    TIMEOUT = 30


class PairCross(bt.Strategy):
    params = (
        ("fast", 10),  # days
        ("slow", 30),
    )

    def next(self):
        if self.fast[0] > self.slow[0] and self.data.close[0] > Limits.PRICE_MIN:
            self.buy(self.p.fast)


class DictCross(bt.Strategy):
    params = dict(period=14, level=30)

    def next(self):
        if self.rsi[0] < self.params.level:
            self.buy()


class Tuned(IStrategy):
    INTERFACE_VERSION = 3
    timeframe = "5m"
    stoploss = -0.1
    minimal_roi = {"0": 0.05, "30": 0.02}
    buy_params = {"buy_rsi": 28}
    buy_rsi = IntParameter(10, 40, default=30, space="buy")
    order_types = {"entry": "limit"}

    def populate_entry_trend(self, dataframe, metadata):
        dataframe.loc[(dataframe["rsi"] < self.buy_rsi.value) & (dataframe["volume"] > 0), "enter_long"] = 1
        return dataframe


class Desk:
    gap_min = 0.04
    hits = 0

    def __init__(self, fade_min=0.02):
        self.fade_min = fade_min
        self.range_min = 0.5
        self.position = 0

    def scan_gap_up(self, df):
        self.hits = 1
        return df[(df["gap"] > self.gap_min) & (df["range"] > self.range_min) & (df["volume"] > 0)]

    def scan_fade(self, df):
        return df[(df["fade"] > self.fade_min) & (df["range"] > 1) & (df["volume"] > self.position)]


# ── parameters ──
# PairCross.PRICE_MIN = 5.0 (class_attr, line 7)
# PairCross.fast = 10 (class_attr, line 14)
# PairCross.slow = 30 (class_attr, line 15)
# DictCross.period = 14 (class_attr, line 24)
# DictCross.level = 30 (class_attr, line 24)
# Tuned.timeframe = '5m' (class_attr, line 33)
# Tuned.stoploss = -0.1 (class_attr, line 34)
# Tuned.minimal_roi = {'0': 0.05, '30': 0.02} (class_attr, line 35)
# Tuned.buy_rsi = 28 (dict_key, line 36)
# Tuned.buy_rsi_2 = 30 (class_attr, line 37)
# Tuned.volume_min = 0 (inline, line 41)
# scan_gap_up.gap_min = 0.04 (class_attr, line 46)
# scan_gap_up.range_min = 0.5 (class_attr, line 51)
# scan_gap_up.volume_min = 0 (inline, line 56)
# scan_fade.fade_min = 0.02 (default_arg, line 49)
# scan_fade.range_min = 1 (inline, line 59)
