from types import MappingProxyType

P = MappingProxyType({
    'min_volume': 400_000,
  # ^^^^^^^^^^^^ ISO201 shared-parameter
})


def find_gappers(data):
    return data[(data["open"] > data["prev_close"] * 1.03) & (data["volume"] > P['min_volume'])]


def find_faders(data):
    return data[(data["close"] < data["open"] * 0.97) & (data["volume"] > P['min_volume'])]
