"""Where code may be sent to, and with which key, as far as settings and environment tell."""

from __future__ import annotations

import os
from ipaddress import ip_address
from urllib.parse import urlsplit

from isoscan.ai_settings import AiSettings


def key_from_environment(settings: AiSettings) -> str:
    """The key in the environment variable of the settings, "" where there is none."""
    return os.environ.get(settings.api_key_variable, "").strip()


def reason_against_address(settings: AiSettings, key: str) -> str:
    """Why nothing can be sent with these settings, as a sentence; "" where nothing speaks against it."""
    if not settings.model:
        return "no model is chosen: set `ai.model`"
    host = urlsplit(settings.base_url).hostname or ""
    if is_near(host):
        return ""
    if not settings.base_url.startswith("https:"):
        return f"code is not sent to {host} unencrypted: use https in `ai.base-url`"
    if not key:
        return (
            f"there is no key: put it into the environment variable {settings.api_key_variable}, "
            "or give it to your editor"
        )
    return ""


def is_near(host: str) -> bool:
    """Whether a host is this machine or one of the same network."""
    try:
        return ip_address(host).is_private
    except ValueError:
        return "." not in host or host.endswith((".local", ".lan", ".internal", ".home.arpa", ".localhost"))


def is_this_machine(host: str) -> bool:
    """Whether a host is the one we run on."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
