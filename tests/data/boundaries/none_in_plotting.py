import matplotlib.pyplot as plt


def plot_signals(df, ticker):
    fig = plt.figure(figsize=(10, 5))
    ax = fig.add_subplot(111)
    df["Close"].plot(label=ticker)
    ax.plot(df.loc[df["signals"] == 1].index, df["Close"][df["signals"] == 1], marker="^", label="LONG")
    ax.plot(df.loc[df["signals"] == -1].index, df["Close"][df["signals"] == -1], marker="v", label="SHORT")
    plt.legend(loc="best")
    plt.grid(True)
    plt.show()


def draw_candles(df, ax=None):
    ax = ax or plt.figure().add_subplot(111)
    for i in range(len(df)):
        color = "r" if df["Open"].iloc[i] > df["Close"].iloc[i] else "g"
        ax.plot([i, i], [df["Low"].iloc[i], df["High"].iloc[i]], c=color)
        if df["High"].iloc[i] != max(df["Open"].iloc[i], df["Close"].iloc[i]):
            plt.plot([i, i], [df["Close"].iloc[i], df["High"].iloc[i]], c="k")
    plt.title("Candles 🕯")
    plt.tight_layout()
    plt.savefig("candles.png")
