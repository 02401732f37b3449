from zipline.api import order_target_percent, symbol


def initialize(context):
    context.asset = symbol("AAPL")


# <scanner handle_data function>
def handle_data(context, data):
    short = data.history(context.asset, "price", 50, "1d").mean()
    long = data.history(context.asset, "price", 200, "1d").mean()
    if short > long:
        order_target_percent(context.asset, 1)
    elif short < long:
        order_target_percent(context.asset, 0)
# </scanner>
