"""What trading frameworks read from a strategy class by themselves, without the class's code reading it."""

from __future__ import annotations

from collections.abc import Callable

from isoscan.model.module import Module, ScopeRef, Unit
from isoscan.model.slices import with_bases
from isoscan.parameters.bindings import Binding

_FREQTRADE = frozenset(
    {
        "timeframe", "minimal_roi", "stoploss", "trailing_stop", "trailing_stop_positive",
        "trailing_stop_positive_offset", "trailing_only_offset_is_reached", "startup_candle_count",
        "use_exit_signal", "exit_profit_only", "exit_profit_offset", "ignore_roi_if_entry_signal",
        "use_sell_signal", "sell_profit_only", "sell_profit_offset", "ignore_roi_if_buy_signal",
        "use_custom_stoploss", "position_adjustment_enable", "max_entry_position_adjustment",
        "ticker_interval", "ignore_buying_expired_candle_after", "max_open_trades",
    }
)  # fmt: skip
_HYPEROPT_CALLS = frozenset(
    {"IntParameter", "DecimalParameter", "RealParameter", "CategoricalParameter", "BooleanParameter"}
)
_FREQTRADE_DICTS = frozenset(
    {"buy_params", "sell_params", "entry_params", "exit_params", "protection_params"}
)


def _bases(module: Module, unit: Unit) -> set[str]:
    """The last parts of the names of all base classes, those in this file followed further."""
    return {
        base.rpartition(".")[2]
        for around in with_bases(module, unit)
        for base in module.statement(around.ref).bases
    }


def is_freqtrade(module: Module, unit: Unit) -> bool:
    """Whether a class derives from freqtrade's strategy interface."""
    return "IStrategy" in _bases(module, unit)


def framework_settings(module: Module, unit: Unit) -> frozenset[str]:
    """The attributes that the class's framework reads as settings."""
    return _FREQTRADE if is_freqtrade(module, unit) else frozenset()


def settings_dicts(module: Module, unit: Unit) -> frozenset[str]:
    """The attributes whose entries the class's framework reads as settings."""
    if is_freqtrade(module, unit):
        return _FREQTRADE_DICTS
    if _bases(module, unit) & {"Strategy", "SignalStrategy"}:
        return frozenset({"params"})
    return frozenset()


_DOCUMENTED = frozenset({"Strategy", "IStrategy", "object", "ABC"})

# What freqtrade reads from a strategy and nobody tunes a scanner by.
_FREQTRADE_OTHER = frozenset(
    {
        "INTERFACE_VERSION", "can_short", "process_only_new_candles", "disable_dataframe_checks",
        "order_types", "order_time_in_force", "unfilledtimeout", "stake_currency", "stake_amount",
        "protections", "plot_config", "max_drawdown", "freqai_info", "hyperopt_loss", "version",
    }
)  # fmt: skip


def reads_by_itself(module: Module, unit: Unit, name: str) -> bool:
    """Whether the class's framework reads an attribute of that name."""
    return is_freqtrade(module, unit) and (name in _FREQTRADE or name in _FREQTRADE_OTHER)


def reads_only_what_it_documents(module: Module, unit: Unit, is_own: Callable[[str], bool]) -> bool:
    """Whether the bases outside of this file are known to read no attributes but those listed here.

    `is_own` tells whether a class of this file goes by a name.
    """
    return all(base in _DOCUMENTED or is_own(base) for base in _bases(module, unit))


def is_enum(module: Module, scope: ScopeRef) -> bool:
    """Whether a scope is the body of an enumeration."""
    unit = module.unit_of_scope.get(scope)
    return unit is not None and bool(_bases(module, unit) & {"Enum", "IntEnum", "StrEnum", "Flag", "IntFlag"})


def is_hyperopt(binding: Binding) -> bool:
    """Whether an attribute is a hyperopt parameter: `IntParameter(1, 50, default=12)`."""
    value = binding.value
    return value is not None and value.kind == "call" and value.callee.rpartition(".")[2] in _HYPEROPT_CALLS
