# 🧮 What the scans compare, a helper computed from prices; the columns' names say nothing.
import pandas as pd

STRETCH_MIN = 0.02


def add_columns(df):
    df = df.copy()
    df["m20"] = df["close"].rolling(20).mean()
    df["zeta"] = df["close"] / df["m20"] - 1
    df["omega"] = df["volume"] / df["volume"].rolling(10).mean()  # ─ 🚀
    return df


# <scanner scan_one function>
def scan_one(df):
    return df[df["zeta"] > STRETCH_MIN]
# </scanner>


# <scanner scan_two function>
def scan_two(df):
    df["seen"] = df["omega"] > 1.2
    return df[df["seen"]]
# </scanner>


def run(bars):
    df = add_columns(bars)
    return scan_one(df), scan_two(df.copy())
