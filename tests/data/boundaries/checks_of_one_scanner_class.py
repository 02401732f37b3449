from screening import BaseStockScanner


# <scanner GrowthScanner class>
class GrowthScanner(BaseStockScanner):
    def scan(self, data):
        checks = {
            "eps": self._check_eps_growth(data),
            "volume": self._check_volume(data),
            "high": self._check_near_high(data),
            "strength": self._check_strength(data),
        }
        return sum(check["points"] for check in checks.values())

    def _check_eps_growth(self, data):
        if data["eps_growth"] >= 25 and data["revenue_growth"] > 15:
            return {"points": 25, "passes": True}
        return {"points": 0, "passes": False}

    def _check_volume(self, data):
        if data["volume"] > 1.5 * data["volume_avg"] and data["price"] > 10:
            return {"points": 25, "passes": True}
        return {"points": 0, "passes": False}

    def _check_near_high(self, data):
        if data["close"] >= 0.85 * data["high_52w"]:
            return {"points": 25, "passes": True}
        return {"points": 0, "passes": False}

    def _check_strength(self, data):
        if data["rs_rating"] > 80 and data["close"] > data["sma200"]:
            return {"points": 25, "passes": True}
        return {"points": 0, "passes": False}
# </scanner>
