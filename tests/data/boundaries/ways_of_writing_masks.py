import numpy as np
import pandas as pd


def compute(df):
    df = df.copy()
    # <scanner Golden mask>
    df["Golden"] = np.where(df["EMA20"] > df["EMA50"], "Y", "N")
    # </scanner>
    # <scanner RSI_Signal mask>
    df["RSI_Signal"] = np.select([df["RSI"] < 30, df["RSI"] > 70], ["BUY", "SELL"], default="HOLD")
    # </scanner>
    # <scanner Breakout mask>
    df["Breakout"] = (df["Close"] > df["High"].rolling(20).max().shift(1)).astype(int)
    # </scanner>
    # <scanner Vol_Spike mask>
    df["Vol_Spike"] = np.where(df["Volume"] > 2 * df["Volume"].rolling(20).mean(), True, False)
    # </scanner>
    # <scanner MACD_Cross mask>
    df["MACD_Cross"] = ((df["MACD"] > df["Signal"]) & (df["MACD"].shift() < df["Signal"].shift())).map({True: 1, False: 0})
    # </scanner>
    # <scanner Pullback mask>
    df["Pullback"] = df.apply(lambda r: r["Low"] < r["EMA20"] < r["Close"], axis=1)
    # </scanner>
    # <scanner Regime mask>
    df.loc[df["Close"] < df["EMA200"], "Regime"] = "bear"
    df.loc[df["Close"] >= df["EMA200"], "Regime"] = "bull"
    # </scanner>
    # <scanner Squeeze mask>
    df.eval("Squeeze = BB_Upper < KC_Upper and BB_Lower > KC_Lower", inplace=True)
    # </scanner>
    # <scanner InsideBar mask>
    df.insert(3, "InsideBar", (df["High"] < df["High"].shift()) & (df["Low"] > df["Low"].shift()))
    # </scanner>
    # <scanner NR4 mask>
    df["NR4"] = df["Range"] == df["Range"].rolling(4).min()
    # </scanner>
    # <scanner UpDays mask>
    df["UpDays"] = (df["Close"].diff() > 0).rolling(3).sum() == 3
    # </scanner>
    return df
