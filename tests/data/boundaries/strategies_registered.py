"""Strategies registered with a program: their conditions stand in another file. 📎"""

from engine.indicators import cross_logic, squeeze_logic, with_averages
from engine.registry import cached, register_strategy

BARS = 20


# <scanner cross_20_50 function>
@register_strategy(
    name="Cross (20/50)",
    params={"fast": 20, "slow": 50},
)
def cross_20_50(df, **kwargs):
    """Long while the fast average of the close is above the slow one, on daily OHLC bars."""
    return cross_logic(df, fast=kwargs["fast"], slow=kwargs["slow"])
# </scanner>


# <scanner squeeze function>
@register_strategy(name="Squeeze", params={"length": BARS})
def squeeze(df, **kwargs):
    return squeeze_logic(df, length=kwargs["length"])
# </scanner>


@cached
def averages(df, **kwargs):
    return with_averages(df, length=kwargs["length"])


@register_strategy(name="Names")
def names():
    return ["cross", "squeeze"]
