"""Library code with words of the market in other senses."""
import os
from collections import deque


class RangeBuffer:
    def __init__(self, low, high, size=10):
        self.low = low
        self.high = high
        self.items = deque(maxlen=size)
        self.closed = False

    def is_valid(self, value):
        if value < self.low or value > self.high:
            return False
        return True

    def check(self, value):
        return self.low <= value <= self.high

    def close(self):
        self.closed = True


def binary_search(items, target):
    low, high = 0, len(items) - 1
    while low <= high:
        mid = (low + high) // 2
        if items[mid] < target:
            low = mid + 1
        elif items[mid] > target:
            high = mid - 1
        else:
            return mid
    return -1


def open_files(paths, limit):
    opened = []
    for path in paths:
        if os.path.getsize(path) < limit:
            opened.append(open(path))
    return opened


def filter_rows(table, column, least):
    return table[table[column] >= least]


def is_in_stock(item):
    return item["quantity"] > 0 and item["warehouse"] is not None


def find_outliers(frame, limit=3.0):
    spread = (frame["value"] - frame["value"].mean()) / frame["value"].std()
    return frame[spread.abs() > limit]
