def find_gappers(data, copy=True):
    if copy:
        data = data.copy()
    data['gap'] = data['open'] / data['prev_close'] - 1
    return data[(data['gap'] > 0.03) & (data['volume'] > 1e5)]


def find_faders(data):
    return data[(data['close'] < data['open']) & (data['volume'] > 2e5)]


def run(data):
    return find_gappers(data), find_faders(data)
