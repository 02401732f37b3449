"""选股:列名是中文的。"""

import akshare as ak


def 日线(代码):
    return ak.stock_zh_a_hist(symbol=代码, period="daily")


# <scanner 放量突破 function>
def 放量突破(df):
    今日 = df.iloc[-1]
    前高 = df["最高"].iloc[-21:-1].max()
    return 今日["收盘"] > 前高 and 今日["成交量"] > 2 * df["成交量"].iloc[-6:-1].mean()
# </scanner>


# <scanner 均线金叉 function>
def 均线金叉(df):
    df["五日"] = df["收盘"].rolling(5).mean()
    df["十日"] = df["收盘"].rolling(10).mean()
    if df["五日"].iloc[-2] < df["十日"].iloc[-2] and df["五日"].iloc[-1] > df["十日"].iloc[-1]:
        return True
    return False
# </scanner>


# <scanner 涨停 function>
def 涨停():
    行情 = ak.stock_zh_a_spot_em()
    return 行情[(行情["涨跌幅"] > 9.8) & (行情["换手率"] < 5)]["代码"].tolist()
# </scanner>


def 均价(df):
    return df["成交额"] / df["成交量"]
