import requests

# <scanner Morning movers section>
url = "https://example.com/screener"
condition = {"scan_clause": "( latest close > 100 and latest volume > 500000 and latest rsi( 14 ) > 40 )"}
with requests.session() as s:
    rows = s.post(url, data=condition).json()
    print("Morning movers")
    print(rows)
# </scanner>

# <scanner Quiet volume section>
url = "https://example.com/screener"
condition = {"scan_clause": "( latest close < latest sma( close,20 ) and latest volume < 100000 )"}
with requests.session() as s:
    rows = s.post(url, data=condition).json()
    print("Quiet volume")
    print(rows)
# </scanner>

# <scanner Opening range section>
url = "https://example.com/screener"
condition = {"scan_clause": "( latest open = latest low and latest volume > 300000 and latest close > 20 )"}
with requests.session() as s:
    rows = s.post(url, data=condition).json()
    print("Opening range")
    print(rows)
# </scanner>
