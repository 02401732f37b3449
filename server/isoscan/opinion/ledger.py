"""What was sent, when and at what price: the log for the user, the limits per day, and the circuit breaker.

A request is written down before it is sent, so that what fails midway counts too. All of it is a user's,
shared by every editor and command line.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from isoscan.ai_settings import AiSettings
from isoscan.opinion.folders import append_line, read_object, read_whole, state_folder, write_whole
from isoscan.opinion.prompt import Prompt

LOG_NAME = "sent.jsonl"
_LARGEST_LOG = 5_000_000
# After as many failures in a row an address is left alone: a minute, then twice as long each time.
FAILURES_UNTIL_REST = 3
_FIRST_REST, _LONGEST_REST = 60.0, 3600.0
# A token is about as many characters; rather too many tokens than too few are counted.
_CHARACTERS_PER_TOKEN = 3


class Usage(NamedTuple):
    """What was asked in a day: the number of requests, and what they cost."""

    requests: int
    spent: float


class Ledger:
    """The books of one user; times are in seconds since 1970."""

    def __init__(self, settings: AiSettings, folder: Path | None = None) -> None:
        self._settings = settings
        self._folder = folder or state_folder()

    # Limits

    def reason_against(self, prompt: Prompt, now: float) -> str:
        """Why a request must not be sent now, as a sentence; "" where nothing speaks against it."""
        resting = self.resting_until(now)
        if resting > now:
            return (
                f"{self._settings.base_url} failed several times and is left alone; "
                f"the next try is possible in {_duration(resting - now)}"
            )
        settings, usage = self._settings, self.usage(now)
        if usage.requests >= settings.requests_per_day:
            most = settings.requests_per_day
            return f"the limit of {most} requests per day is reached (`ai.requests-per-day`)"
        if settings.spend_per_day and usage.spent + self.estimate(prompt) > settings.spend_per_day:
            return f"the limit of {settings.spend_per_day:g} per day would be passed (`ai.spend-per-day`)"
        return ""

    def estimate(self, prompt: Prompt) -> float:
        """What a request will cost at most."""
        tokens = (len(prompt.system) + len(prompt.user)) / _CHARACTERS_PER_TOKEN
        return self.price(round(tokens), self._settings.max_answer_tokens)

    def price(self, input_tokens: int, output_tokens: int) -> float:
        """What tokens cost."""
        settings = self._settings
        return (input_tokens * settings.input_price + output_tokens * settings.output_price) / 1_000_000

    def usage(self, now: float) -> Usage:
        """What was asked today (the user's day), whatever became of it."""
        requests, spent = 0, 0.0
        for line in read_whole(self._day(now)).splitlines():
            try:
                request, cost = json.loads(line)
                requests, spent = requests + int(request), spent + float(cost)
            except (ValueError, TypeError, OverflowError):
                requests += 1  # whatever it was, somebody wrote it for a request
        return Usage(requests, spent)

    def count(self, now: float, cost: float, requests: int = 1) -> bool:
        """Write down requests at a price, or with 0 a correction; gives whether it could be written."""
        return append_line(self._day(now), json.dumps([requests, cost]))

    def _day(self, now: float) -> Path:
        return self._folder / "usage" / f"{datetime.fromtimestamp(now).date().isoformat()}.jsonl"

    # The log

    @property
    def log_path(self) -> Path:
        """The file with what was sent, a JSON object per line."""
        return self._folder / LOG_NAME

    def log(self, entry: dict[str, Any], now: float) -> bool:
        """Write down what happens; gives whether it could be written. An old log is kept beside a new one."""
        path = self.log_path
        try:
            if path.stat().st_size > _LARGEST_LOG:
                path.replace(path.with_suffix(".old.jsonl"))
        except OSError:
            pass  # there is none yet
        time = datetime.fromtimestamp(now).astimezone().isoformat(timespec="seconds")
        return append_line(path, json.dumps({"time": time, **entry}, ensure_ascii=False))

    def entries(self) -> Iterator[dict[str, Any]]:
        """What was written down, the oldest first."""
        for line in read_whole(self.log_path).splitlines():
            try:
                entry = json.loads(line)
            except ValueError:
                continue
            if isinstance(entry, dict):
                yield entry

    # The circuit breaker

    def resting_until(self, now: float) -> float:
        """When the address may be asked again; a time that has passed where it may."""
        failures, until = self._health()
        return until if failures and now < until <= now + _LONGEST_REST else 0.0

    def note_success(self) -> None:
        """The address answered."""
        if self._health() != (0, 0.0):
            self._write_health(0, 0.0)

    def note_failure(self, now: float, wait: float = 0.0) -> None:
        """The address did not answer, or asked for so many seconds of rest."""
        failures = self._health()[0] + 1
        rest = min(wait, _LONGEST_REST)
        if failures >= FAILURES_UNTIL_REST:
            rest = max(rest, min(_FIRST_REST * 2 ** min(failures - FAILURES_UNTIL_REST, 10), _LONGEST_REST))
        self._write_health(failures, now + rest if rest else 0.0)

    def _health(self) -> tuple[int, float]:
        kept = read_object(self._health_path).get(self._settings.base_url)
        try:
            failures, until = kept if isinstance(kept, list) else (0, 0.0)
            return int(failures), float(until)
        except (ValueError, TypeError, OverflowError):
            return 0, 0.0

    @property
    def _health_path(self) -> Path:
        return self._folder / "health.json"

    def _write_health(self, failures: int, until: float) -> None:
        health = {**read_object(self._health_path), self._settings.base_url: [failures, until]}
        write_whole(self._health_path, json.dumps(health))


def _duration(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 120 else f"{seconds / 60:.0f} min"
