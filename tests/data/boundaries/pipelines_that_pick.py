from zipline.api import attach_pipeline, order_target_percent, pipeline_output
from zipline.pipeline import Pipeline
from zipline.pipeline.factors import RSI, AverageDollarVolume


# <scanner make_pipeline function>
def make_pipeline():
    strength = RSI(window_length=9)
    traded = AverageDollarVolume(window_length=30)
    return Pipeline(
        columns={"weakest": strength.bottom(5), "strongest": strength.top(5)},
        screen=traded.percentile_between(80, 100),
    )
# </scanner>


def initialize(context):
    attach_pipeline(make_pipeline(), "picks")


# <scanner before_trading_start function>
def before_trading_start(context, data):
    output = pipeline_output("picks")
    context.longs = output[output["mood"] > 0.2].index.tolist()
    context.shorts = output[output["mood"] < -0.2].index.tolist()
# </scanner>


def rebalance(context, data):
    for asset in context.longs:
        order_target_percent(asset, 0.1)
