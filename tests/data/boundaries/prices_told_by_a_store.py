"""Patterns that ask a store for prices, one by one. 🏬"""

from .detector import Detector


# <scanner OutsideDay class>
class OutsideDay(Detector):
    def __init__(self, store):
        super().__init__(store)

    @property
    def title(self):
        return "Outside day"

    def matches(self, ticker):
        openPrice = self.store.openingPrice(ticker, ago=0)
        closePrice = self.store.closingPrice(ticker, ago=0)
        openBefore = self.store.openingPrice(ticker, ago=1)
        closeBefore = self.store.closingPrice(ticker, ago=1)
        return closePrice > openBefore > closeBefore and openPrice < closeBefore
# </scanner>


class Shelf:
    def is_full(self, stored, capacity):
        return stored > capacity
