# <scanner conditions_put_to_a_screener module>
import requests
from bs4 import BeautifulSoup

address = "https://screens.example/process"

with requests.session() as session:
    page = session.get(address)
    token = BeautifulSoup(page.content, "lxml").find("meta", {"name": "token"})["content"]

clause = {
    "scan_clause": "( {cash} ( [0] 5 minute close > [-1] 5 minute max( 12 , high ) and [0] 5 minute volume > 90000 ) )"
}
found = session.post(address, headers={"token": token}, data=clause).json()
print(found)
# </scanner>
