def find_gappers(data):
    data['gap'] = data['open'] / data['prev_close'] - 1
    return data[(data['gap'] > 0.03) & (data['volume'] > 1e5)]


def find_faders(data):
    return data[(data['close'] < data['open']) & (data['volume'] > 2e5)]


def run(symbols):
    for fn in (find_gappers, find_faders):
        for symbol in symbols:
            data = load(symbol)
            print(fn(data))
