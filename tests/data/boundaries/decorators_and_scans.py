"""Decorators around scans decide nothing themselves. 🎀"""

import functools

import pandas as pd

REGISTRY = {}


def scanner(name):
    def register(function):
        REGISTRY[name] = function
        return function

    return register


def needs_bars(least):
    def decorate(function):
        @functools.wraps(function)
        def checked(df, *args, **kwargs):
            if len(df) < least or df["close"].iloc[-1] <= 0 or df["volume"].iloc[-1] < 1:
                return False
            return function(df, *args, **kwargs)

        return checked

    return decorate


# <scanner gap_up function>
@scanner("gap up")
@needs_bars(2)
def gap_up(df: pd.DataFrame) -> bool:
    return df["open"].iloc[-1] > df["high"].iloc[-2] * 1.02
# </scanner>


# <scanner low_float_run function>
@scanner("run")
@needs_bars(30)
def low_float_run(df: pd.DataFrame) -> bool:
    return df["close"].iloc[-1] > df["close"].iloc[-5] * 1.5 and df["volume"].iloc[-1] > 1e6
# </scanner>
