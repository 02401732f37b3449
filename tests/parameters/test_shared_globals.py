"""What counts as a shared global, and what is left to be a tunable."""

from __future__ import annotations

import pytest
from isoscan.analysis import analyse
from isoscan.config import Config


def shared(source, config=None):
    return {found.name: found.reason for found in analyse(source, config or Config()).shared_globals}


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('API_KEY = "abc"', "key"),
        ('KEY = "4r6MZNWLy2ucmhVI7fY8MrvXfXTSmxpy"', "a key"),
        ('BASE = "https://api.example.com/v2"', "an address"),
        ('FEED = "wss://stream.example.com"', "an address"),
        ('PRINT_FROM = "2020-01-01"', "a date"),
        ('BEGIN = "20200101"', "a date"),
        ("today = datetime.today()", "a date"),
        ('SYMBOLS = ["AAPL", "BRK.B", "^GSPC"]', "a list of symbols"),
        ('PICKS = ("BTC/USDT", "ETH/USDT")', "a list of symbols"),
        ("MAX_WORKERS = 6", "workers"),
        ("intraMaxWorkers = 4", "workers"),
        ("REQUEST_TIMEOUT = 30", "timeout"),
        ("UNIVERSE_MAX = 200", "universe"),
        ("COMMISSION = 0.005", "commission"),
        ("INITIAL_CAPITAL = 100_000", "capital"),
        ('CACHE_DIR = "cache"', "cache"),
        ("session = requests.Session()", "a session"),
        ("log = logging.getLogger(__name__)", "a logger"),
        ("client = RESTClient(KEY)", "a client"),
        ("pool = ThreadPoolExecutor(4)", "an executor"),
        ('TOKEN = os.environ["TOKEN"]', "environment"),
        ('HOME = os.path.expanduser("~")', "a path"),
        ("LIMIT = 3  # isoscan: shared", "marked"),
        ("# isoscan: shared\nLIMIT = 3", "marked"),
    ],
)
def test_shared(line, reason):
    (found,) = shared(line + "\n").values()
    assert reason in found


@pytest.mark.parametrize(
    "line",
    [
        "ATR_MULT = 0.9",
        "MIN_DATE_COUNT = 5",
        "SIGNAL_DAYS = 3",
        "KEYLESS = 2",
        "COLUMNS = ['close', 'open']",
        "MODE = 'strict'",
        "P = {'gap': 1}",
        "RSI_RANGE = (30, 70)",
        "LIMIT = 3  # shared by all",
        "df = pd.read_csv('a.csv')",
        "def API_KEY(): ...",
    ],
)
def test_not_shared(line):
    assert not shared(line + "\n")


def test_patterns_from_the_settings():
    source = "DESK_FLOOR = 5\nGAP_MIN = 0.04\n"
    assert shared(source, Config(shared_globals=("DESK_*",))) == {
        "DESK_FLOOR": "matches `DESK_*` in the settings"
    }


def test_order_is_that_of_the_file():
    assert list(shared('URL = "https://b"\nTIMEOUT = 1\nAPI_KEY = "a"\n')) == ["URL", "TIMEOUT", "API_KEY"]
