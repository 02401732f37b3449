# <scanner scraped_quotes module>
import requests
from bs4 import BeautifulSoup

page = requests.get("https://example.com/stocks")
soup = BeautifulSoup(page.text, "html.parser")
picks = []
for row in soup.select("tr"):
    cells = row.select("td")
    name, price, change = cells[0].text, float(cells[1].text), float(cells[2].text)
    volume = int(cells[3].text)
    if price < 20 and change > 5 and volume > 500000:
        picks.append((name, price, change))

for pick in picks:
    print(pick)
# </scanner>
