import yfinance as yf

tickers = ["AAA", "BBB"]


# ----- 📈 52-week high -----

# <scanner screen_new_high function>
def screen_new_high(tickers):
    found = False
    for ticker in tickers:
        df = yf.download(ticker, period="1y")
        if df.empty or len(df) < 100:
            continue
        latest = df["Close"].iloc[-1]
        if latest >= 0.99 * df["High"].max():
            print(f"✅ {ticker} at {latest:.2f}")
            found = True
    if not found:
        print("❌ none")
# </scanner>


# ----- movers -----

# <scanner top_movers function>
def top_movers(tickers):
    results = []
    for ticker in tickers:
        data = yf.download(ticker, period="2d")
        closes = data["Close"]
        if len(closes) < 2:
            continue
        change = (closes.iloc[-1] / closes.iloc[-2] - 1) * 100
        results.append((ticker, change))
    for ticker, change in sorted(results, key=lambda row: row[1], reverse=True)[:10]:
        print(f"{ticker} {change:.2f}%")
# </scanner>


# ----- heat map -----

def weekly_heatmap(tickers):
    rows = []
    for ticker in tickers:
        data = yf.download(ticker, period="7d")
        closes = data["Close"]
        if closes.iloc[0] == 0:
            continue
        rows.append({"Ticker": ticker, "% Change": closes.iloc[-1] / closes.iloc[0] - 1})
    return rows


def show_menu():
    print("1. 52-week high\n2. movers\n3. heat map")


while True:
    show_menu()
    choice = input("? ").strip()
    if choice == "1":
        screen_new_high(tickers)
    elif choice == "2":
        top_movers(tickers)
    else:
        break
