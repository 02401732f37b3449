"""Secrets of more than a hundred shapes, put together from pieces: none of them opens anything.

A sample is a secret and the lines of code that carry it. Those that say by their shape what they are stand
under a name that says nothing; the others are told by the name or the words around them.
"""

import random
import string
from typing import NamedTuple

LETTERS = string.ascii_letters + string.digits
LOWER = string.ascii_lowercase + string.digits
UPPER = string.ascii_uppercase + string.digits
HEX = "0123456789abcdef"
BASE64 = LETTERS + "+/"
BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
URL = LETTERS + "-_"


class Sample(NamedTuple):
    """A shape's name, what must not leave, and code with it."""

    shape: str
    secret: str
    code: str


_chance = random.Random(20)


def lot(alphabet, count):
    """Characters drawn by lot, with a digit and letters among them as issuers' have."""
    while True:
        drawn = "".join(_chance.choice(alphabet) for _ in range(count))
        enough = min(3, count // 6)
        if sum(one.isdigit() for one in drawn) >= enough and any(one.isalpha() for one in drawn):
            return drawn


def _by_shape():
    yield "openai", "s" + "k-" + lot(LETTERS, 48)
    yield "openai project", "s" + "k-proj-" + lot(URL, 60)
    yield "openai service", "s" + "k-svcacct-" + lot(URL, 60)
    yield "anthropic", "s" + "k-ant-" + "api03-" + lot(URL, 80)
    yield "openrouter", "s" + "k-or-" + "v1-" + lot(HEX, 64)
    yield "groq", "gs" + "k_" + lot(LETTERS, 52)
    yield "xai", "xa" + "i-" + lot(LETTERS, 80)
    yield "perplexity", "ppl" + "x-" + lot(LETTERS, 48)
    yield "nvidia", "nva" + "pi-" + lot(LETTERS, 64)
    yield "hugging face", "h" + "f_" + lot(LETTERS, 34)
    yield "replicate", "r" + "8_" + lot(LETTERS, 37)
    yield "tavily", "tv" + "ly-" + lot(LETTERS, 32)
    yield "langsmith", "lsv2" + "_pt_" + lot(HEX, 32) + "_" + lot(HEX, 10)
    yield "pinecone", "pc" + "sk_" + lot(LETTERS, 60)
    yield "fireworks", "f" + "w_" + lot(LETTERS, 24)
    yield "stripe live", "s" + "k_live_" + lot(LETTERS, 24)
    yield "stripe test", "s" + "k_test_" + lot(LETTERS, 24)
    yield "stripe restricted", "r" + "k_live_" + lot(LETTERS, 24)
    yield "stripe publishable", "p" + "k_live_" + lot(LETTERS, 24)
    yield "stripe webhook", "wh" + "sec_" + lot(LETTERS, 32)
    yield "github classic", "gh" + "p_" + lot(LETTERS, 36)
    yield "github oauth", "gh" + "o_" + lot(LETTERS, 36)
    yield "github app", "gh" + "s_" + lot(LETTERS, 36)
    yield "github refresh", "gh" + "r_" + lot(LETTERS, 76)
    yield "github fine grained", "github" + "_pat_" + lot(LETTERS, 22) + "_" + lot(LETTERS, 59)
    yield "gitlab personal", "gl" + "pat-" + lot(LETTERS, 20)
    yield "gitlab deploy", "gl" + "dt-" + lot(LETTERS, 20)
    yield "npm", "np" + "m_" + lot(LETTERS, 36)
    yield "pypi", "py" + "pi-" + "AgEIcHlwaS5vcmc" + lot(LETTERS, 80)
    yield "aws access", "AK" + "IA" + lot(UPPER, 16)
    yield "aws session", "AS" + "IA" + lot(UPPER, 16)
    yield "aws secret", lot(BASE64, 40)
    yield "google api", "AI" + "za" + lot(URL, 35)
    yield "google oauth", "ya" + "29." + lot(URL, 60)
    yield "google client", "GOC" + "SPX-" + lot(LETTERS, 28)
    yield "azure storage", lot(BASE64, 86) + "=="
    yield "azure client", lot(LETTERS, 3) + "8" + "Q~" + lot(LETTERS, 34)
    yield "digital ocean", "do" + "p_v1_" + lot(HEX, 64)
    yield "heroku", "-".join(lot(HEX, count) for count in (8, 4, 4, 4, 12))
    yield "cloudflare", lot(URL, 40)
    yield "fly", "fo" + "1_" + lot(LETTERS, 43)
    yield "render", "rn" + "d_" + lot(LETTERS, 32)
    yield "netlify", "nf" + "p_" + lot(LETTERS, 36)
    yield "tailscale", "ts" + "key-auth-" + lot(LETTERS, 11) + "-" + lot(LETTERS, 32)
    yield "databricks", "da" + "pi" + lot(HEX, 32)
    yield "planetscale", "ps" + "cale_tkn_" + lot(LETTERS, 43)
    yield "supabase", "sb" + "p_" + lot(HEX, 40)
    yield "vault", "hv" + "s." + lot(LETTERS, 90)
    yield "terraform", lot(LETTERS, 14) + ".atlas" + "v1." + lot(LETTERS, 67)
    yield "docker", "dck" + "r_pat_" + lot(LETTERS, 27)
    yield "grafana", "gl" + "sa_" + lot(LETTERS, 32) + "_" + lot(HEX, 8)
    yield "sentry", "sn" + "trys_" + lot(LETTERS, 60)
    yield "new relic", "NR" + "AK-" + lot(UPPER, 27)
    yield "datadog", lot(HEX, 32)
    yield "postman", "PM" + "AK-" + lot(HEX, 24) + "-" + lot(HEX, 34)
    yield "linear", "li" + "n_api_" + lot(LETTERS, 40)
    yield "notion", "nt" + "n_" + lot(LETTERS, 46)
    yield "figma", "fi" + "gd_" + lot(LETTERS, 40)
    yield "atlassian", "ATA" + "TT3x" + lot(URL, 180)
    yield "slack bot", "xo" + "xb-" + "123456789012-" + lot(LETTERS, 24)
    yield "slack user", "xo" + "xp-" + "123456789012-" + lot(HEX, 32)
    yield "slack app", "xa" + "pp-1-" + lot(UPPER, 11) + "-" + lot(HEX, 64)
    yield "telegram", "61234" + "56789" + ":AA" + lot(URL, 33)
    yield "discord bot", "M" + lot(LETTERS, 23) + "." + lot(LETTERS, 6) + "." + lot(URL, 38)
    yield "twilio account", "A" + "C" + lot(HEX, 32)
    yield "twilio key", "S" + "K" + lot(HEX, 32)
    yield "sendgrid", "S" + "G." + lot(URL, 22) + "." + lot(URL, 43)
    yield "mailgun", "ke" + "y-" + lot(HEX, 32)
    yield "mailchimp", lot(HEX, 32) + "-us12"
    yield "brevo", "xke" + "ysib-" + lot(HEX, 64) + "-" + lot(LETTERS, 16)
    yield "shopify", "sh" + "pat_" + lot(HEX, 32)
    yield "square", "sq" + "0atp-" + lot(LETTERS, 22)
    yield "razorpay", "rz" + "p_live_" + lot(LETTERS, 14)
    yield "facebook", "EA" + "A" + lot(LETTERS, 120)
    yield (
        "json web token",
        f"ey{'J'}{lot(LETTERS, 33)}.ey{'J'}{lot(LETTERS, 60)}.{lot(URL, 43)}",
    )
    yield "fernet", "gA" + "AAAA" + lot(LETTERS, 90) + "=="
    yield "age", "AGE-" + "SECRET-KEY-1" + lot(UPPER, 58)
    yield "ssh public", "ssh-" + "rsa AAAA" + lot(BASE64, 120)
    yield "alpaca key", "P" + "K" + lot(UPPER, 18)
    yield "alpaca secret", lot(LETTERS, 40)
    yield "polygon", lot(LETTERS, 32)
    yield "finnhub", lot(LOWER, 20) + lot(LOWER, 20)
    yield "alpha vantage", lot(UPPER, 16)
    yield "tiingo", lot(HEX, 40)
    yield "iex", "p" + "k_" + lot(HEX, 32)
    yield "binance", lot(LETTERS, 64)
    yield "ethereum private", "0x" + lot(HEX, 64)
    yield "bitcoin private", "5" + "K" + lot(BASE58, 49)
    yield "bitcoin extended", "xp" + "rv" + lot(BASE58, 107)
    yield "iban", "DE" + "89 3704 0044 " + "0532 0130 00"
    yield "card", "4012 " + "8888 8888 1881"
    yield "mail", "desk.trader" + "@" + "fund-example.com"
    yield (
        "slack webhook",
        "https://" + f"hooks.slack.com/services/T{lot(UPPER, 8)}/B{lot(UPPER, 8)}/x1",
    )
    yield "discord webhook", "https://" + "discord.com/api/webhooks/1234567890/" + lot(URL, 68)
    yield "teams webhook", "https://" + "fund.webhook.office.com/webhookb2/abc/IncomingWebhook/def"
    yield "zapier", "https://" + "hooks.zapier.com/hooks/catch/123456/abcdef/"
    yield "ifttt", "https://" + "maker.ifttt.com/trigger/fill/with/key/" + "short"
    yield "telegram address", "https://" + "api.telegram.org/bot" + "123456:" + "short/sendMessage"
    yield "sentry address", "https://" + lot(HEX, 32) + "@o12345.ingest.sentry.io/678"


_NAMED = {
    "name": 'PASSWORD = "{}"',
    "name, single quotes": "db_password = '{}'",
    "name with a type": 'passwd: str = "{}"',
    "camel case": 'apiKey = "{}"',
    "attribute": 'self._secret = "{}"',
    "item": 'CONFIG["broker_password"] = "{}"',
    "entry": 'CONFIG = {{"token": "{}", "days": 3}}',
    "keyword": 'client = connect(user="desk", password="{}")',
    "bytes": 'SECRET = b"{}"',
    "raw": 'SECRET = r"{}"',
    "triple": 'SECRET = """{}"""',
    "side by side": 'API_SECRET = ("x1" "{}")',
    "on the next line": 'API_SECRET = (\n    "{}"\n)',
    "default of a lookup": 'key = os.getenv("API_KEY", "{}")',
    "default argument": 'def login(user="desk", password="{}"):\n    return user',
    "comparison": 'if password == "{}":\n    run()',
    "comment": "x = 1  # password: {}",
    "comment of a shell": "# export BROKER_TOKEN={}",
    "docstring": '"""Log in with\n\npassword = {}\n"""',
    "environment file": 'ENV = """\nUSER=desk\nAPI_SECRET={}\n"""',
    "option": 'os.system("run --password {} --fast")',
    "option with equals": 'os.system("run --api-key={}")',
    "curl": "os.system('curl -u desk:{} https://example.com')",
    "bearer": 'headers = {{"Authorization": "Bearer {}00000"}}',
    "header": 'headers = {{"X-Api-Key": "{}"}}',
    "cookie": 'headers = {{"Cookie": "id={}"}}',
    "query": 'url = "https://example.com/bars?days=3&apikey={}"',
    "query, formatted": 'url = f"https://example.com/bars?symbol={{s}}&token={}"',
    "address": 'url = "postgresql://desk:{}@db.example.com:5432/bars"',
    "address, formatted": 'url = f"mysql://desk:{}@{{host}}/bars"',
    "redis": 'url = "redis://:{}@cache.example.com:6379/0"',
    "proxy": 'proxies = {{"https": "http://desk:{}@proxy.example.com:3128"}}',
    "odbc": 'dsn = "Server=db;UID=sa;PWD={};Database=bars"',
    "azure connection": 'dsn = "DefaultEndpointsProtocol=https;AccountName=a;AccountKey={};"',
    "service bus": 'dsn = "Endpoint=sb://a.example.com/;SharedAccessKeyName=n;SharedAccessKey={}"',
    "shared access": 'url = "https://a.example.com/c?sv=2024&sig={}"',
    "half typed": 'password = "{}"\ndf = df[(df["close"] >\n',
    "json in a string": 'CONFIG = \'{{"password": "{}"}}\'',
    "yaml in a string": 'CONFIG = """\nbroker:\n  password: {}\n"""',
    "tuple": 'auth = ("desk", "{}")',
}

_FOLDERS = {
    "linux": ("/home/" + "jtrader", 'PATH = "{}/bars/spy.csv"'),
    "macos": ("/Users/" + "jtrader", "PATH = '{}/Documents/spy.csv'"),
    "windows": ("C:\\\\Users\\\\" + "jtrader", 'PATH = "{}\\\\spy.csv"'),
    "windows, raw": ("C:\\Users\\" + "jtrader", 'PATH = r"{}\\spy.csv"'),
    "windows, slashes": ("C:/Users/" + "jtrader", 'PATH = "{}/spy.csv"'),
    "subsystem": ("/mnt/c/Users/" + "jtrader", 'PATH = "{}/spy.csv"'),
    "tilde": ("~" + "jtrader", 'PATH = "{}/spy.csv"'),
    "address": ("/home/" + "jtrader", 'PATH = "file://{}/spy.csv"'),
    "comment": ("/home/" + "jtrader", "x = 1  # see {}/notes"),
}


def _private_key(kind, join):
    lines = [lot(BASE64, 64) for _ in range(4)]
    header = "-----BEGIN " + kind + "PRIVATE KEY-----"
    return lines[2], join([header, *lines, "-----END " + kind + "PRIVATE KEY-----"])


def samples():
    """All samples, always the same ones."""
    found = [Sample(shape, secret, f'x = "{secret}"') for shape, secret in _by_shape()]
    word = "hunter2" + "x"
    found += [Sample(f"told by {name}", word, code.format(word)) for name, code in _NAMED.items()]
    found += [Sample(f"home on {name}", home, code.format(home)) for name, (home, code) in _FOLDERS.items()]
    for kind in ("RSA ", "EC ", "OPENSSH ", "", "ENCRYPTED "):
        secret, block = _private_key(kind, "\n".join)
        found.append(Sample(f"{kind}private key", secret, f'x = """{block}"""'))
        secret, block = _private_key(kind, lambda lines: "\n".join(f'    "{line}\\n"' for line in lines))
        found.append(Sample(f"{kind}private key in pieces", secret, f"x = (\n{block}\n)"))
        secret, block = _private_key(kind, "\\n".join)
        found.append(Sample(f"{kind}private key on one line", secret, f'x = "{block}"'))
    return found
