"""Filters per style."""


class StockFilter:
    def __init__(self, stocks):
        self.stocks = stocks

    # <scanner low_pe method>
    def low_pe(self, limit=15):
        return [s for s in self.stocks if s.pe < limit]
    # </scanner>

    # <scanner high_yield method>
    def high_yield(self, limit=0.04):
        return [s for s in self.stocks if s.dividend_yield > limit]
    # </scanner>

    # <scanner momentum method>
    def momentum(self, days=90):
        winners = []
        for stock in self.stocks:
            change = stock.price / stock.price_before(days) - 1
            if change > 0.2:
                winners.append(stock)
        return winners
    # </scanner>

    def names(self):
        return [s.name for s in self.stocks]
