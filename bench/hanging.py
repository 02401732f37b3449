"""Whether keys are answered as fast while a language model's server takes a question and never answers.

Three language servers have the same file open: one without the feature, one with a question on its way to a
server that hangs, and a second one without, which shows what two that are alike differ by. A statement is
typed into them again and again, each key into all of them by turns, so that slow spells of the machine hit
all alike. What is compared are medians and 95th percentiles, as ratios with 95 % intervals (bootstrap over
statements): the feature costs nothing that can be seen where an interval holds 1.
"""

from __future__ import annotations

import argparse
import os
import socket
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from random import Random
from statistics import median
from typing import NamedTuple

from desks import desk
from isoscan.ai_settings import AiSettings
from isoscan.opinion.consent import give_consent
from measure import SERVER, TYPED
from session import Session

LINES = 1_000
RESAMPLES = 1_000

Blocks = Sequence[Sequence[float]]


class Estimate(NamedTuple):
    """A ratio with the interval that it lies in, 95 times in a hundred."""

    ratio: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.ratio:.3f} ({self.low:.3f} to {self.high:.3f})"


def percentile_95(samples: Sequence[float]) -> float:
    """The nearest rank, so always a value that was measured."""
    return sorted(samples)[-(-len(samples) * 95 // 100) - 1]


def compared(ours: Blocks, theirs: Blocks, measure: Callable[[Sequence[float]], float]) -> Estimate:
    """The ratio of a measure of all samples, with blocks of the same number drawn together."""
    chance = Random(1)
    numbers = range(len(ours))

    def ratio(drawn: Sequence[int]) -> float:
        above = [sample for number in drawn for sample in ours[number]]
        below = [sample for number in drawn for sample in theirs[number]]
        return measure(above) / measure(below)

    ratios = sorted(ratio(chance.choices(numbers, k=len(numbers))) for _ in range(RESAMPLES))
    edge = RESAMPLES * 25 // 1_000
    return Estimate(ratio(numbers), ratios[edge], ratios[-edge - 1])


class Hanging:
    """A server that takes whatever is sent and never answers."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.settimeout(120)
        self._taken: socket.socket | None = None

    @property
    def address(self) -> str:
        """Where it is, for settings."""
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}/v1"

    def take(self) -> None:
        """Wait for a question, and leave it at that."""
        self._taken, _ = self._listener.accept()
        self._taken.settimeout(120)
        if not self._taken.recv(1):
            raise RuntimeError("nothing was asked")

    def is_waited_for(self) -> bool:
        """Whether whoever asked still holds on."""
        assert self._taken is not None
        self._taken.setblocking(False)
        try:
            while piece := self._taken.recv(65_536):
                del piece
        except BlockingIOError:
            return True
        return False

    def close(self) -> None:
        """Hang up."""
        if self._taken is not None:
            self._taken.close()
        self._listener.close()


@contextmanager
def sessions(text: str, hanging: Hanging) -> Iterator[tuple[Session, Session, Session]]:
    """A server without the feature, one that waits for an answer, and another without; all have the file."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "pyproject.toml").write_text("[project]\nname = 'desk'\n", encoding="utf-8")
        file = Path(folder) / "desk.py"
        file.write_text(text, encoding="utf-8")
        environment = {**os.environ, "XDG_STATE_HOME": f"{folder}/state", "XDG_CACHE_HOME": f"{folder}/cache"}
        ai: Mapping[str, object] = {"enabled": True, "baseUrl": hanging.address, "model": "m", "timeout": 600}
        settings = ({}, {"ai": ai}, {})
        servers = [Session(SERVER, file.as_uri(), each, environment) for each in settings]
        try:
            for server in servers:
                server.open(text)
            agreed = AiSettings(base_url=hanging.address)
            give_consent(Path(folder), agreed, Path(folder) / "state" / "isoscan")
            servers[1].command("isoscan.opinion", {"uri": file.as_uri()})
            hanging.take()
            yield servers[0], servers[1], servers[2]
        finally:
            for server in servers:
                server.close()


def block(servers: Sequence[Session], line: int) -> list[list[float]]:
    """The milliseconds for each key of a statement that is typed into a function and taken out again.

    Each key goes to all servers by turns, each time to another one first.
    """
    times: list[list[float]] = [[] for _ in servers]
    for server in servers:
        server.replace((line, 0), (line, 0), "    \n")
    for place, letter in enumerate(TYPED):
        for turn in range(len(servers)):
            at = (place + turn) % len(servers)
            taken = servers[at].replace((line, 4 + place), (line, 4 + place), letter)
            times[at].append(1000 * taken)
    for server in servers:
        server.replace((line, 0), (line + 1, 0), "")
    return times


def measured(blocks: int) -> tuple[Blocks, Blocks, Blocks]:
    """The blocks of the three servers; raises RuntimeError if the question did not hang all the time."""
    text = desk(LINES)
    spots = [number for number, content in enumerate(text.splitlines()) if content == "    hits = []"]
    middle = min(spots, key=lambda line: abs(line - LINES // 2))
    hanging = Hanging()
    try:
        with sessions(text, hanging) as servers:
            block(servers, middle)  # warm
            off, on, control = zip(*(block(servers, middle) for _ in range(blocks)), strict=True)
            if not hanging.is_waited_for():
                raise RuntimeError("the question was given up before the measurement ended")
    finally:
        hanging.close()
    return off, on, control


def report(off: Blocks, on: Blocks, control: Blocks) -> Iterator[str]:
    """The lines of a Markdown table."""
    yield "| key typed | off | on, server hangs | on to off | off to off |"
    yield "| --- | ---: | ---: | ---: | ---: |"
    for name, measure in (("median", median), ("p95", percentile_95)):
        columns = [measure([sample for each in blocks for sample in each]) for blocks in (off, on)]
        shown = " | ".join(f"{column:.2f} ms" for column in columns)
        yield f"| {name} | {shown} | {compared(on, off, measure)} | {compared(control, off, measure)} |"


def main() -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(description="Measure keys typed while a model's server hangs.")
    parser.add_argument("--quick", action="store_true", help="two blocks only, to see that all runs")
    blocks = 2 if parser.parse_args().quick else 40
    off, on, control = measured(blocks)
    print(f"a statement of {len(TYPED)} keys, typed {blocks} times in {LINES:,} lines; with 95 % intervals\n")
    print("\n".join(report(off, on, control)))


if __name__ == "__main__":
    main()
