import pandas as pd


# <scanner sma_signal function>
def sma_signal(df, n1=10, n2=30):
    signal = pd.Series(0, index=df.index)
    s1 = df['Close'].rolling(n1).mean()
    s2 = df['Close'].rolling(n2).mean()
    signal = signal.where(s1 <= s2, 1)
    return signal
# </scanner>


# <scanner mfi_signal function>
def mfi_signal(mfi, high=80, low=20):
    buy, sell = [], []
    for i in range(len(mfi)):
        if mfi[i] > high:
            buy.append(None)
            sell.append(mfi[i])
        elif mfi[i] < low:
            buy.append(mfi[i])
            sell.append(None)
        else:
            buy.append(None)
            sell.append(None)
    return buy, sell
# </scanner>


# <scanner obv_signal function>
def obv_signal(signal, col1, col2):
    sigPriceBuy = []
    sigPriceSell = []
    flag = -1
    for i in range(0, len(signal)):
        if signal[col1][i] > signal[col2][i] and flag != 1:
            sigPriceBuy.append(signal['Close'][i])
            sigPriceSell.append(float('nan'))
            flag = 1
        elif signal[col1][i] < signal[col2][i] and flag != 0:
            sigPriceSell.append(signal['Close'][i])
            sigPriceBuy.append(float('nan'))
            flag = 0
        else:
            sigPriceBuy.append(float('nan'))
            sigPriceSell.append(float('nan'))
    return sigPriceBuy, sigPriceSell
# </scanner>


# <scanner breakout function>
def breakout(data, window=20):
    data['hh'] = data.High.rolling(window).max().shift()
    data['ll'] = data.Low.rolling(window).min().shift()
    data['sig'] = 0
    data.loc[data.Close > data.hh, 'sig'] = 1
    data.loc[data.Close < data.ll, 'sig'] = -1
    return data['sig']
# </scanner>


# <scanner macd_cross function>
def macd_cross(macd, signal):
    diff = macd - signal
    sign = (diff > 0).astype(int)
    return sign.diff().fillna(0)
# </scanner>


# <scanner adx_strong function>
def adx_strong(ind):
    return ind['adx'].iloc[-1] > 25
# </scanner>
