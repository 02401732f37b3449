def find_gappers(data):
    data['gap'] = data['open'] / data['prev_close'] - 1
  # ^^^^^^^^^^^ ISO206 mutated-input-frame
    return data[(data['gap'] > 0.03) & (data['volume'] > 1e5)]


def find_faders(data):
    return data[(data['close'] < data['open']) & (data['volume'] > 2e5)]


NAMES = ['g', 'f']


def run(data):
    out = {}
    for name, fn in zip(NAMES, [find_gappers, find_faders]):
        out[name] = fn(data)
    return out
