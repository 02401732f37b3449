class Box:
    def __init__(self, floor):
        self.floor = floor

    def relax(self):
        self.floor = 1


a = Box(400_000)
b = Box(300_000)


def find_gappers(data):
    return data[(data["open"] > data["prev_close"] * 1.03) & (data["volume"] > a.floor)]


def find_faders(data):
    b.relax()
    return data[(data['close'] < data['open'] * 0.97) & (data['volume'] > b.floor)]
