"""Further secrets: what clouds, brokers and exchanges hand out, and the ways in which code carries them."""

from secret_samples import BASE58, BASE64, HEX, LETTERS, LOWER, UPPER, URL, Sample, lot

_found: list[Sample] = []


def add(shape, secret, code):
    """A sample; `{}` in its code stands for the secret."""
    _found.append(Sample(shape, secret, code.replace("{}", secret)))


def base64(count):
    return lot(BASE64, count)


def further_samples():
    """All of these samples, always the same ones."""
    return list(_found)


WORD = "hunter2" + "x"

# cloud vendors
add("ibm cloud", lot(URL, 44), 'x = "{}"')
add("oracle fingerprint", ":".join(lot(HEX, 2) for _ in range(16)), 'x = "{}"')
add("oracle ocid", "ocid1.user.oc1.." + lot(LOWER, 60), 'x = "{}"')
add("alibaba access", "LTAI5t" + lot(LETTERS, 18), 'x = "{}"')
add("alibaba secret", lot(LETTERS, 30), 'x = "{}"')
add("tencent id", "AKID" + lot(LETTERS, 32), 'x = "{}"')
add("yandex iam", "t1.9euelZ" + lot(URL, 80) + "." + lot(URL, 86), 'x = "{}"')
add("yandex oauth", "y0_AgAAAA" + lot(URL, 50), 'x = "{}"')
add("hetzner", lot(LETTERS, 64), 'x = "{}"')
add("linode", lot(HEX, 64), 'x = "{}"')
add("vultr", lot(UPPER, 36), 'x = "{}"')
add("scaleway access", "SCW" + lot(UPPER, 17), 'x = "{}"')
add("backblaze", "K00" + lot(LETTERS, 28), 'x = "{}"')
add(
    "azure sas",
    lot(BASE64, 43) + "=",
    'u = "https://a.blob.core.windows.net/c?sv=2024-01-01&se=2026&sr=c&sp=rl&sig={}"',
)
add(
    "azure event hub",
    lot(BASE64, 43) + "=",
    'x = "Endpoint=sb://a.servicebus.windows.net/;SharedAccessKeyName=Root;SharedAccessKey={}"',
)
add(
    "azure cosmos",
    lot(BASE64, 86) + "==",
    'x = "AccountEndpoint=https://a.documents.azure.com:443/;AccountKey={};"',
)
add(
    "google service account id",
    lot(HEX, 40),
    'x = {"private_key_id": "{}"}'.replace("{}", "\0").replace("\0", "{}"),
)
add("google refresh", "1//0" + lot(URL, 60), 'x = "{}"')
add(
    "aws in url",
    lot(HEX, 64),
    'u = "https://b.s3.amazonaws.com/o?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Signature={}"',
)
add(
    "aws in url credential",
    "AKIA" + lot(UPPER, 16),
    'u = "https://b.s3.amazonaws.com/o?X-Amz-Credential={}%2F20260101"',
)
add("aws profile", lot(BASE64, 40), 'CFG = """\n[default]\naws_secret_access_key = {}\n"""')
add("s3 url", lot(LETTERS, 40), 'u = "s3://AKIAX:{}@bucket/k"')
add("minio short", WORD, 'client = Minio("h:9000", "desk", "{}")')
add(
    "boto positional",
    WORD,
    'client = boto3.client("s3", aws_access_key_id="desk", aws_secret_access_key="{}")',
)
# brokers and exchanges
add("oanda", lot(HEX, 32) + "-" + lot(HEX, 32), 'x = "{}"')
add("kraken secret", lot(BASE64, 86) + "==", 'x = "{}"')
add("kraken key", lot(BASE64, 56), 'x = "{}"')
add(
    "coinbase key name",
    "organizations/"
    + "-".join(lot(HEX, c) for c in (8, 4, 4, 4, 12))
    + "/apiKeys/"
    + "-".join(lot(HEX, c) for c in (8, 4, 4, 4, 12)),
    'x = "{}"',
)
add("coinbase pro passphrase", lot(LOWER, 11), 'c = Client(k, s, passphrase="{}")')
add("kucoin", lot(HEX, 24), 'x = "{}"')
add(
    "kucoin passphrase",
    WORD,
    'exchange = ccxt.kucoin({"apiKey": a, "secret": b, "password": "{}"})'.replace(
        '{"apiKey": a, "secret": b, "password": "{}"}',
        '{"apiKey": a, "secret": b, "password": "' + WORD + '"}',
    ),
)
add("bybit", lot(LETTERS, 18), 'x = "{}"')
add("bybit key named", lot(LETTERS, 18), 'bybit_api = "{}"')
add("okx", "-".join(lot(HEX, c) for c in (8, 4, 4, 4, 12)), 'okx = "{}"')
add("bitmex", lot(LETTERS, 24), 'x = "{}"')
add("deribit", lot(LETTERS, 8), 'client_id, client_secret = "abc", "{}"')
add("zerodha api", lot(LOWER, 16), 'kite = KiteConnect(api_key="{}")')
add("zerodha request token", lot(LETTERS, 32), 'u = "https://127.0.0.1/?request_token={}&action=login"')
add("upstox", "-".join(lot(HEX, c) for c in (8, 4, 4, 4, 12)), 'x = "{}"')
add("angel totp", lot("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 26), 'totp = pyotp.TOTP("{}")')
add("angel totp short", lot("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 16), 'code = pyotp.TOTP("{}").now()')
add("fyers", "L" + lot(UPPER, 9) + "-100:eyJ0eXAi" + lot(URL, 60), 'x = "{}"')
add("robinhood login", WORD, 'rs.login("desk", "{}")')
add("td ameritrade", lot(UPPER, 32) + "@AMER.OAUTHAP", 'x = "{}"')
add("schwab", lot(LETTERS, 32), 'app = "{}"')
add("ib account", "U" + "1234567", 'account = "{}"')
add("etrade", lot(HEX, 32), 'x = "{}"')
add("tradier", lot(LETTERS, 28), 'x = "{}"')
add("quandl", lot(LETTERS, 20), 'quandl.ApiConfig.api_key = "{}"')
add("eod", lot(HEX, 13) + "." + "1838" + "2917", 'x = "{}"')
add("twelve data positional", lot(HEX, 32), 'td = TDClient("{}")')
add("alpha vantage positional", lot(UPPER, 16), 'ts = TimeSeries("{}", output_format="pandas")')
add("fmp in path", lot(LETTERS, 32), 'u = f"https://fmp.example.com/api/v3/quote/{s}?apikey=' + "{}" + '"')
add("tushare", lot(HEX, 56), 'ts.set_token("{}")')
add("token in call short", WORD, 'ts.set_token("{}")')
add("login call", WORD, 'jq.auth("13800001111", "{}")')
add("phone", "13800001111", 'jq.auth("{}", "x")')
add("smtp login", WORD, 'server.login("desk", "{}")')
add("ftp", WORD, 'f = FTP("h", "desk", "{}")')
add("paramiko", WORD, 'ssh.connect("h", username="desk", password="{}")')
# jwt, urls
jwt = f"eyJ{lot(LETTERS, 33)}.eyJ{lot(LETTERS, 60)}.{lot(URL, 43)}"
add("jwt in url", jwt, 'u = "https://h/x?jwt={}"')
add("jwt in url path", jwt, 'u = "https://h/x/{}/y"')
add("jwt in fragment", jwt, 'u = "https://h/x#access_token={}"')
add("jwt in f-string", jwt, 'u = f"https://h/x?t={}&s={s}"')
add("short token in fragment", WORD, 'u = "https://h/x#access_token={}"')
add("jwt split", jwt[-30:], 'T = "' + jwt[:60] + '" \\\n    "' + jwt[60:] + '"')
add("jwt joined by plus", jwt[-30:], 'T = "' + jwt[:60] + '" + \\\n    "' + jwt[60:] + '"')
add("percent encoded dsn", "p%40ss%2Fw0rd", 'u = "postgresql+psycopg2://desk:{}@db/x"')
add("dsn with at in password", "p@ss" + "w0rd!", 'u = "postgresql://desk:{}@db/x"')
add("dsn with slash in password", "pa/ss" + "w0rd", 'u = "postgresql://desk:{}@db/x"')
add("mongodb srv", WORD, 'u = "mongodb+srv://desk:{}@c.example.net/?retryWrites=true"')
add("libpq", WORD, 'u = "host=db user=desk password={} dbname=x"')
add("libpq quoted", "my " + WORD, "u = \"host=db user=desk password='{}' dbname=x\"")
add("jdbc", WORD, 'u = "jdbc:postgresql://db/x?user=desk&password={}"')
add("jdbc oracle", WORD, 'u = "jdbc:oracle:thin:desk/{}@db:1521:x"')
add("odbc braces", "my;" + WORD, 'u = "Driver=x;UID=sa;PWD={' + "my;" + WORD + '};"')
add("snowflake", WORD, 'u = "snowflake://desk:{}@acc/db"')
add("amqp", WORD, 'u = "amqp://desk:{}@mq:5672/%2f"')
add("sqlalchemy url", WORD, 'u = URL.create("postgresql", "desk", "{}", "db")')
add("clickhouse kw", WORD, 'c = connect(host="h", user="u", passwd="{}")')
add("sqlplus", WORD, 'os.system("sqlplus desk/{}@db")')
add("mysql -p", WORD, 'os.system("mysql -u desk -p{} bars")')
add("sshpass", WORD, 'os.system("sshpass -p {} ssh h")')
add("psql env", WORD, 'os.system("PGPASSWORD={} psql -h db")')
add("wget", WORD, 'os.system("wget --user=desk --password={} https://h")')
add("curl long user list", "desk:" + WORD, 'run(["curl", "-u", "{}", "https://h"])')
add("requests auth", WORD, 'r = requests.get(u, auth=("desk", "{}"))')
add("requests auth object", WORD, 'r = requests.get(u, auth=HTTPBasicAuth("desk", "{}"))')
add(
    "basic header",
    "ZGVza" + "zpodW50ZXIyeA==",
    'h = {"Authorization": "Basic ' + "ZGVza" + "zpodW50ZXIyeA==" + '"}',
)
add("b64 bytes literal", base64(44), 'x = b"{}"')
add("b64 bytes decode", "aHVudGVy" + "MnhhYmM=", 'x = base64.b64decode(b"{}")')
add("hex bytes", lot(HEX, 32), 'x = bytes.fromhex("{}")')
add("escaped bytes", "\\x8f\\x1a\\x99\\xde\\xad\\xbe\\xef\\x11", 'KEY = b"{}"')
add("bytes key list", "143, 26, 153, 222", "SECRET_KEY = bytes([{}, 17])")
add("multi b64", base64(60), 'x = ("' + base64(60) + '"\n     "{}")')
k = [base64(64) for _ in range(4)]
add("pem w/o header in list", k[1], "x = [\n" + "".join(f'  "{line}",\n' for line in k) + "]")
add(
    "pem list joined",
    k[1],
    'x = "\\n".join([\n "-----BEGIN RSA PRIVATE KEY-----",\n'
    + "".join(f'  "{line}",\n' for line in k)
    + ' "-----END RSA PRIVATE KEY-----"])',
)
add(
    "pem plus",
    k[2],
    'x = "-----BEGIN EC PRIVATE KEY-----\\n" \\\n + "' + k[0] + '\\n" \\\n + "' + k[2] + '\\n"',
)
add(
    "pem comment",
    k[2],
    "# -----BEGIN PRIVATE KEY-----\n# " + k[0] + "\n# " + k[2] + "\n# -----END PRIVATE KEY-----",
)
add(
    "pem short last line",
    "c2hvcnQ" + "=",
    'x = """-----BEGIN PRIVATE KEY-----\n' + k[0] + "\nc2hvcnQ" + '=\n"""',
)
add(
    "pem bytes",
    k[3],
    'x = b"""-----BEGIN OPENSSH PRIVATE KEY-----\n' + "\n".join(k) + '\n-----END OPENSSH PRIVATE KEY-----"""',
)
add(
    "pgp block",
    k[1],
    'x = """-----BEGIN PGP PRIVATE KEY BLOCK-----\n\n'
    + "\n".join(k)
    + '\n-----END PGP PRIVATE KEY BLOCK-----"""',
)
add(
    "seed phrase",
    "legal winner thank year wave sausage",
    'mnemonic = "{} worth useful legal winner thank yellow"',
)
add(
    "seed phrase unnamed",
    "legal winner thank year wave sausage",
    'Account.from_mnemonic("{} worth useful legal winner thank yellow")',
)
add(
    "seed phrase other name",
    "legal winner thank year wave sausage",
    'phrase = "{} worth useful legal winner thank yellow"',
)
add("solana", lot(BASE58, 88), 'x = "{}"')
add("solana bytes", "174, 47, 154, 16, 202, 193, 206, 113", "wallet = Keypair.from_bytes([{}, 199, 190])")
add("infura in path", lot(HEX, 32), 'u = "https://mainnet.infura.io/v3/{}"')
add("alchemy in path", lot(URL, 32), 'u = "https://eth-mainnet.g.alchemy.com/v2/{}"')
add("quicknode host", lot(HEX, 40), 'u = "https://x.quiknode.pro/{}/"')
add("wif compressed", "K" + lot(BASE58, 51), 'x = "{}"')
add("line notify", lot(LETTERS, 43), 'x = "{}"')
add("pushover", lot(LOWER, 30), 'x = "{}"')
add("serverchan", "SCT" + "48" + "293" + "T" + lot(LETTERS, 26), 'u = "https://sctapi.ftqq.com/{}.send"')
add("dingtalk", lot(HEX, 64), 'u = "https://oapi.dingtalk.com/robot/send?access_token={}"')
add(
    "wecom",
    "-".join(lot(HEX, c) for c in (8, 4, 4, 4, 12)),
    'u = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={}"',
)
add(
    "feishu",
    "-".join(lot(HEX, c) for c in (8, 4, 4, 4, 12)),
    'u = "https://open.feishu.cn/open-apis/bot/v2/hook/{}"',
)
add("bark", lot(LETTERS, 22), 'u = "https://api.day.app/{}/"')
add("ntfy topic", "desk-alerts-" + "9x7f", 'u = "https://ntfy.sh/{}"')
add("telegram chat", "-100" + "1234567890", 'chat_id = "{}"')
add("telegram chat number", "-100" + "1234567890", "CHAT_ID = {}")
# home
add("windows unc", "\\\\\\\\srv\\\\Users\\\\jtrader", 'p = "{}\\\\x.csv"')
add("windows lower", "c:\\\\users\\\\j.trader", 'p = "{}\\\\x.csv"')
add("windows onedrive", "J Trader", 'p = r"C:\\Users\\{}\\OneDrive\\x.csv"')
add("windows d drive", "jtrader", 'p = r"D:\\Users\\{}\\x.csv"')
add("windows appdata", "jtrader", 'p = "C:/Users/{}"')
add("macos volume", "jtrader", 'p = "/Volumes/Macintosh HD/Users/{}/x.csv"')
add("macos end", "jtrader", "p = '/Users/{}'")
add("macos space", "J Trader", "p = '/Users/{}/x.csv'")
add("home joined", "jtrader", 'p = os.path.join("/home", "{}", "x.csv")')
add("home joined win", "jtrader", 'p = os.path.join("C:\\\\Users", "{}")')
add("path slash", "jtrader", 'p = Path("/Users") / "{}" / "x.csv"')
add("path parts", "jtrader", 'p = Path("C:/", "Users", "{}")')
add("cygwin", "jtrader", 'p = "/cygdrive/c/Users/{}/x"')
add("git bash", "jtrader", 'p = "/c/Users/{}/x"')
add("file url win", "jtrader", 'p = "file:///C:/Users/{}/x"')
add("file url encoded", "J%20Trader", 'p = "file:///C:/Users/{}/x"')
add("colab drive", "jtrader", 'p = "/content/drive/Users/{}"')
add("synology", "jtrader", 'p = "/volume1/homes/{}/x"')
add("wsl unc", "jtrader", 'p = r"\\\\wsl$\\Ubuntu\\home\\{}\\x"')
add("scp", "jtrader", 'os.system("scp x {}@10.0.0.5:/data")')
add("tilde", "jtrader", 'p = os.path.expanduser("~{}")')
add("sys.path", "jtrader", 'sys.path.append("/home/{}")')
# names
add("named in german", WORD, 'kennwort = "{}"')
add("named pw", WORD, 'pw = "{}"')
add("named user_pw", WORD, 'db_pw = "{}"')
add("named pass_", WORD, 'user_pass = "{}"')
add("named psw", WORD, 'psw = "{}"')
add("named clave", WORD, 'clave = "{}"')
add("named mima", WORD, 'mima = "{}"')
add("named senha", WORD, 'senha = "{}"')
add("named appkey", WORD, 'appkey = "{}"')
add("named app_key", WORD, 'APP_KEY = "{}"')
add("named access", lot(LETTERS, 14), 'ACCESS_KEY_ID = "{}"')
add("tuple unpack", WORD, 'user, password = "desk", "{}"')
add("tuple list", WORD, 'LOGIN = ("desk", "{}")')
add("chain", WORD, 'a = password = "{}"')
add("walrus", WORD, 'if (password := "{}"):\n    pass')
add("setdefault", WORD, 'os.environ.setdefault("DB_PASSWORD", "{}")')
add("environ", WORD, 'os.environ["DB_PASSWORD"] = "{}"')
add("setattr", WORD, 'setattr(c, "password", "{}")')
add("argparse default", WORD, 'p.add_argument("--password", default="{}")')
add("input compare", WORD, 'assert getpass("Password: ") == "{}"')
add("keyring", WORD, 'keyring.set_password("desk", "me", "{}")')
add("dict call", WORD, 'cfg = dict(user="u", password="{}")')
add("ternary", WORD, 'password = "{}" if live else "x"')
add("or default", WORD, 'password = os.getenv("PW") or "{}"')
add("format", WORD, 'password = "{0}".format("' + WORD + '")')
add("concat", "ter2x", 'password = "hun" + "ter2x"')
add("reversed", "x2retnuh", 'password = "{}"[::-1]')
add("multi-line dict", WORD, 'C = {\n "password":\n   "{}",\n}'.replace("{}", WORD))
add("match", WORD, 'match password:\n    case "{}":\n        pass')
add("in list", WORD, 'if password in ("a", "{}"):\n    pass')
add("json dumps", WORD, 'C = json.loads("{\\"password\\": \\"' + WORD + '\\"}")')
add("ini", WORD, 'C = "[db]\\npassword={}\\n"')
add("xml", WORD, 'C = "<password>{}</password>"')
add("xml attr", WORD, 'C = \'<db user="u" password="{}"/>\'')
add("netrc", WORD, 'C = "machine h login desk password {}"')
add("dockerfile", WORD, "# ENV DB_PASSWORD {}")
add("prose", WORD, "# the password is {}")
add("prose german", WORD, "# Passwort: {}")
add("prose login", WORD, "# login desk / {}")
