"""rules"""


# <scanner rule_trend function>
def rule_trend(ctx) -> bool:
    return ctx.close > ctx.sma_200
# </scanner>


# <scanner rule_volume function>
def rule_volume(ctx, cfg) -> bool:
    if ctx.volume is None:
        return False
    return ctx.volume >= cfg.min_volume
# </scanner>


# <scanner rule_gap function>
def rule_gap(snapshot: dict, min_gap: float = 0.03) -> tuple[bool, float]:
    gap = snapshot["open"] / snapshot["prev_close"] - 1
    return gap >= min_gap, gap
# </scanner>


# <scanner rule_rsi function>
def rule_rsi(features, params):
    value = features.get("rsi_14")
    if value is None:
        return False, "no rsi"
    if value < params["rsi_max"]:
        return True, f"rsi {value:.1f}"
    return False, "too hot"
# </scanner>
