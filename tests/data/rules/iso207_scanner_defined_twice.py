def is_bullish(bar):
  # ^^^^^^^^^^ ISO207 redefined-helper
    return bar.close > bar.open


def check_engulfing(prev, bar):
    return is_bullish(bar) and bar.open < prev.close and bar.volume > 100_000


def is_bullish(bar):
    return bar.close > bar.open * 1.01


def check_morning_star(a, b, c):
    return is_bullish(c) and a.close < a.open and abs(b.close - b.open) < 0.002 * b.open
