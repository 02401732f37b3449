from somewhere import Screener


def _run(filters):
    screener = Screener()
    screener.set_filter(filters_dict=filters)
    return screener.view().to_dict("records")


# <scanner growth_stocks function>
def growth_stocks():
    filters = {
        "Market Cap.": "+Small (over $300mln)",
        "Average Volume": "Over 200K",
        "EPS growththis year": "Over 20%",
        "Return on Equity": "Over +15%",
    }
    return _run(filters)
# </scanner>


# <scanner new_highs function>
def new_highs():
    price = {"Price": "Over $10", "200-Day Simple Moving Average": "Price above SMA200"}
    volume = {"Average Volume": "Over 500K"}
    price.update(volume)
    return _run(price)
# </scanner>
