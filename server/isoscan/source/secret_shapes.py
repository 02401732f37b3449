"""What secrets look like: the names they are given, and the shapes of keys, tokens and addresses.

Shared by extraction, which reads them from the environment in what it generates, and by whatever shows
code to somebody else.
"""

from __future__ import annotations

import re
from itertools import pairwise

_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_ALWAYS = frozenset(
    (
        "secret", "secrets", "password", "passwd", "passphrase", "pwd", "credential",
        "credentials", "apikey", "token",
    )
)  # fmt: skip
_KEY_OF = frozenset(
    (
        "api", "access", "private", "auth", "consumer", "app", "account", "subscription",
        "license", "client", "secret", "service",
    )
)  # fmt: skip
_NOT_KEYS = frozenset(
    (
        "url", "path", "file", "name", "header", "param", "parameter", "env", "var", "field",
        "column", "id",
    )
)  # fmt: skip

KNOWN_KEYS = re.compile(
    r"(?:sk|pk|rk)_(?:live|test)_\w{10,}|sk-[A-Za-z0-9_-]{16,}|gh[pousr]_\w{20,}|AKIA[0-9A-Z]{16}"
    r"|xox[abprs]-[\w-]{10,}|eyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]*|AIza[\w-]{30,}|\d{8,10}:AA[\w-]{30,}"
)
"""Keys and tokens that say by their beginning whose they are."""
RUN = re.compile(r"(?<![\w/.-])[A-Za-z0-9]{20,}(?![\w/-])")
"""Long runs of letters and digits; `is_random` tells which are drawn by lot."""
IN_URL = re.compile(
    r"(?i)(?:[?&;]|\b)(api_?key|access_?token|auth_?token|token|secret|password|key)=([^&\s\"'{}#<>$]{6,})"
)
"""A name and the secret given to it in an address (the groups)."""
IN_ADDRESS = re.compile(r"://([^/\s:@{}]+):([^/\s:@{}]+)@")
"""A user and the password (the groups) in an address."""
BEARER = re.compile(r"(?i)\b(?:bearer|basic)\s+([A-Za-z0-9._~+/-]{12,}=*)")
"""The secret (the group) in a header for authorisation."""


def words_of(name: str) -> list[str]:
    """The words that a name is made of, as they are spelled: `apiKey` gives `api` and `Key`."""
    return _WORDS.findall(name)


def is_secret_name(name: str) -> bool:
    """Whether what is given this name is a secret."""
    words = [word.lower() for word in words_of(name)]
    if not words or words[-1] in _NOT_KEYS:
        return False
    if _ALWAYS & set(words):
        return True
    return words[-1] in ("key", "keys") and bool(_KEY_OF & set(words[:-1]))


def is_random(text: str) -> bool:
    """Whether a run of letters and digits looks drawn by lot rather than spelled."""
    if len(text) < 20 or sum(character.isdigit() for character in text) < 2:
        return False
    if not any(character.isalpha() for character in text):
        return False
    spelled = sum(len(run) for run in re.findall("[a-z]{3,}", text))
    if spelled / len(text) > 0.35:
        return False
    kinds = ["d" if character.isdigit() else "u" if character.isupper() else "l" for character in text]
    changes = sum(one != other for one, other in pairwise(kinds))
    return changes / len(text) >= (0.3 if re.fullmatch("[0-9a-f]{24,}", text) else 0.4)
