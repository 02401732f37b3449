"""What secrets look like, wherever they stand: as patterns, and what stands in their places.

The whole match is the secret, or the group `s` of it. Several patterns may find the same.
"""

from __future__ import annotations

import re

from isoscan.source.secret_shapes import KNOWN_KEYS

SECRET, HOME, EMAIL = "<secret>", "<home>", "<email>"

_BLOCKS = (
    # Blocks of several lines, as such or as pieces of a string.
    r"-----BEGIN [A-Z0-9 ]*PRIVATE KEY[A-Z ]*-----"
    r"(?:(?s:.{0,20000}?)-----END [A-Z0-9 ]*PRIVATE KEY[A-Z ]*-----|(?:[\s\"'+\\n]*[A-Za-z0-9+/=]{16,})*"
    r"(?:[\s\"'+\\n]*[A-Za-z0-9+/]{2,}={1,2})?)",
    r"-----BEGIN (?:CERTIFICATE|PGP MESSAGE|OPENSSH)[A-Z ]*-----(?s:.{0,20000}?)-----END [A-Z ]*-----",
    r"\bPuTTY-User-Key-File-\d(?s:.{0,4000}?)Private-MAC: ?[0-9a-f]+",
    r"\bssh-(?:rsa|ed25519|dss) AAAA[\w+/=]+|\becdsa-sha2-nistp\d+ AAAA[\w+/=]+",
)
_ADDRESSES = (
    # Secrets as a whole, and addresses with a user, a password or a token in them.
    r"(?i)\bhttps?://[^\s\"'<>]*(?:hooks?\.|webhook)[^\s\"'<>]*",
    r"(?i)\bhttps?://(?:[\w.-]*\.)?(?:ntfy\.sh|day\.app|ftqq\.com)/[^\s\"'<>]*",
    r"(?i)\bhttps?://[^\s\"'<>]*(?:/trigger/|/bot\d+:|/send\?key=)[^\s\"'<>]*",
    r"(?i)\bhttps?://[0-9a-f]{16,}@[^\s\"'<>]*",
    r"(?i)\b[a-z][a-z0-9+.-]*://(?P<s>[^/\s\"'<>@]{1,200})@",
    r"(?i)\b[a-z][a-z0-9+.-]*://[^/\s\"'<>@:]{0,80}:(?P<s>[^\s\"'<>@]{1,200})@",
    r"(?i)(?:\bthin:|\bsqlplus\s+)[\w$]+/(?P<s>[^\s\"'@]+)",
    r"(?i)\b(?:accountkey|sharedaccesskey|sharedaccesssignature|sig|password|pwd|user id|uid)="
    r"(?P<s>[^;&\s\"']+)",
    r"(?i)[?&;][\w.-]*(?:key|token|secret|passw|pwd|auth|sig|session|code|cred|pass|hash)[\w.-]*="
    r"(?P<s>[^&;\s\"'<>]+)",
)
_HEADERS_AND_OPTIONS = (
    r"(?i)\b(?:authorization|x-[\w-]*(?:key|token|auth|secret)[\w-]*|api-?key|set-cookie|cookie)"
    r"[\"']?\s*[:=,]\s*[\"']?(?P<s>[^\"'\r\n]{4,})",
    r"(?i)\b(?:bearer|basic|token|digest|apikey|negotiate)\s+(?P<s>[A-Za-z0-9._~+/=-]{12,})",
    r"(?i)(?:^|\s)--?(?:[\w-]*(?:password|passwd|token|secret|api-?key)[\w-]*)[= ](?P<s>[^\s\"']+)",
    r"(?i)\bcurl\b[^\n]*\s(?:-u|--user)\s+[\"']?(?P<s>[^\s\"']+)",
    r"[\"'](?:-u|--user|-p|--password)[\"'],\s*[\"'](?P<s>[^\"'\r\n]+)",
    r"(?i)\b(?:mysql\w*|sshpass|mongo\w*|redis-cli|psql)\b[^\n\"']*?\s-[pa]\s?(?P<s>[^\s\"'-][^\s\"']*)",
    r"(?i)<\w*(?:password|passwd|pwd|token|secret|api_?key)>(?P<s>[^<\r\n]+)</",
    r"(?i)(?:passw(?:or)?[dt]|token|(?<!<)secret|api[_ ]?key)\b[ ]+(?:(?:is|=|:)[ ]+)?"
    r"(?P<s>(?=[^\s\"'(),;]*\d)(?=[^\s\"'(),;]*[A-Za-z])[^\s\"'(),;]{6,})",
    # Keys as bytes.
    r"(?i)\b(?:[ab]\d{2}decode|standard_b64decode|urlsafe_b64decode|fromhex|unhexlify|fernet)\(\s*[rb]{0,2}"
    r"[\"'](?P<s>[^\"'\r\n]{8,})",
    r"(?i)\b(?:bytes|bytearray|from_bytes|from_secret_key|from_seed)\(\s*[\[(](?P<s>[\da-fx,\s]{16,})[\])]",
)
_KEYS = (
    # What says by its beginning whose it is.
    KNOWN_KEYS.pattern,
    r"\bAGE-SECRET-KEY-1[0-9A-Z]{20,}",
    r"\b(?:ASIA|AGPA|AIDA|AROA|AIPA|ANPA|ANVA|ABIA|ACCA)[0-9A-Z]{16}\b",
    # Many issuers put a few letters before a separator, and what was drawn by lot behind it.
    r"\b[A-Za-z][A-Za-z0-9]{0,11}(?:[-_.][A-Za-z0-9]{1,10}){0,2}[-_.]"
    r"(?=[A-Za-z0-9=]*\d)(?=[a-z0-9=]*[A-Z]|[A-Z0-9=]*[a-z])[A-Za-z0-9=]{20,}\b",
    r"\bya29\.[\w-]{10,}|\bSG\.[\w-]{10,}\.[\w-]{10,}|\bgAAAAA[\w=-]{30,}|\bAIza[\w-]{20,}",
    r"\b(?:AC|SK|PN|MG)[0-9a-f]{32}\b|\bdapi[0-9a-f]{32}\b|\bEAA[A-Za-z0-9]{20,}|\boy2[a-z0-9]{40,}",
    r"\b[MNO][\w-]{22,27}\.[\w-]{6}\.[\w-]{25,}",
    r"\b(?:PK|AK|CK|SK)[A-Z0-9]{16,18}\b|\brzp_(?:live|test)_\w{10,}",
    r"\b\d{6,12}:[A-Za-z0-9_-]{30,}",
    r"\b(?:5[HJK]|[KL])[1-9A-HJ-NP-Za-km-z]{49,51}\b|\b[xyz]prv[1-9A-HJ-NP-Za-km-z]{50,}",
    r"\b(?:bc1|[13])[a-km-zA-HJ-NP-Z1-9]{25,60}\b|\b0x[0-9a-fA-F]{40,}\b",
)
_NUMBERS = (
    # They tell machines, people, cards and accounts.
    r"\b(?:[0-9a-fA-F]{2}:){5,}[0-9a-fA-F]{2}\b|\bocid1\.[\w.-]{20,}",
    r"\b(?=[0-9]*[a-f])[0-9a-f]{10,16}\.\d{6,10}\b",
    r"(?<=[\"'])[-+]?\d{10,14}(?=[\"'])|(?<=[\"'])(?:D?U|D?F|I)\d{6,8}(?=[\"'])",
    r"(?i)(?:chat|account|acct|user|customer|client)_?(?:id|no|nr|number)\b[\"'\]]*\s*[:=]\s*[\"']?"
    r"(?P<s>[-+]?\d{5,})",
    # The words of a wallet.
    r"(?<=[\"'])(?:[a-z]{3,8} ){11,23}[a-z]{3,8}(?=[\"'])",
    r"\b[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}\b",
    r"(?<![\w])[0-9a-fA-F]{32,}(?![\w])",
    r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,4})?\b",
    r"(?<![\d.])(?:\d{4}[ -]){3}\d{4}(?![\d.])",
    r"(?i)\b(?:pin|otp|cvv|passcode|ssn)\b[\"']?\s*[:=]\s*[\"']?(?P<s>[\d-]{3,})",
)
_MAIL = (r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}",)
_FOLDERS = (
    r"(?i)(?:/mnt/[a-z])?(?:/(?:var/|export/|usr/|volume\d+/)?homes?|/users)/[\w.@+-]+(?: [\w.@+-]+(?=/))?",
    r"/root(?=[/\s\"']|$)",
    r"(?i)\b[a-z]:(?:\\{1,4}|/)(?:users|documents and settings)(?:\\{1,4}|/)[^\\/\"'\r\n:*?<>|]+",
    r"(?i)\\{2,4}[\w.-]+\\{1,2}(?:users|home|profiles)\$?\\{1,2}[\w.@+-]+",
    r"(?i)[\w$.:-]\\{1,2}(?:users|homes?|profiles)\$?\\{1,2}[\w.@+-]+",
    r"(?i)[\"'](?:[^\"'\r\n]{0,20}[/\\])?(?:homes?|users)[/\\]*[\"']\)?\s*[,/+]\s*[\"'](?P<s>[^\"'\r\n]+)",
    r"\bexpanduser\([\"']~(?P<s>\w[\w-]*)",
    r"(?<![\w/~.])~[a-z_][\w-]*(?=/)",
)
SHAPES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), placeholder)
    for patterns, placeholder in (
        ((*_BLOCKS, *_ADDRESSES, *_HEADERS_AND_OPTIONS, *_KEYS, *_NUMBERS), SECRET),
        (_MAIL, EMAIL),
        (_FOLDERS, HOME),
    )
    for pattern in patterns
)
