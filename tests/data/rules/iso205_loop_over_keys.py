import numpy as np


def find_gappers(data):
    data['hit'] = (data['gap'] > 0.03) & (data['volume'] > 1e5)
    return data


def find_faders(data):
    data['hit'] = (data['fade'] < -0.03) & (data['volume'] > 2e5)
  # ^^^^^^^^^^^ ISO205 column-collision
    return data


PIPELINE = {'g': find_gappers, 'f': find_faders}


def run(data):
    for name in PIPELINE:
        data = PIPELINE[name](data)
    return data
