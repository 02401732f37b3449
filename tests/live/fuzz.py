"""`make fuzz`: edits by the hundred thousand; after each the state must equal that of the text opened anew.

    python tests/live/fuzz.py --minutes 20 --jobs 2 [--seed 7] [--steps 200000]

Ends with status 0 when the steps are done or the time is up without a difference, else 1, with the seed and
the step, which repeat it: `--seed 7 --only 12` runs session 12 of seed 7 alone.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import cache, lru_cache
from itertools import count, islice

from editing import Edited, texts
from isoscan.facts import composition
from isoscan.model import live
from isoscan.tracking.garbage import release

STEPS_PER_SESSION = 40
SESSIONS_PER_TASK = 25


@cache
def pool() -> list[str]:
    return texts()


def remember_what_is_read_anew() -> None:
    """Opening a text reads the same chunks again and again: what is read with nothing before it is kept."""
    read = composition.read_chunk
    anew = lru_cache(300)(read)
    live.read_chunk = lambda text, before=None: anew(text) if before is None else read(text, before)


def session(seed: int, number: int, only: bool = False) -> tuple[int, str]:
    """Edit one text; gives the number of steps, and what went wrong ("" for nothing)."""
    chance = random.Random(f"{seed}/{number}")
    edited = Edited(chance.choice(pool()))
    for step in range(STEPS_PER_SESSION):
        edited.step(chance)
        try:
            difference = edited.difference()
        except Exception as error:  # whatever it is, it is what we look for
            difference = f"{type(error).__name__}: {error}"
        problem = edited.document.problem
        if difference or problem:
            if only:
                print(edited.document.text)
            return step, f"seed {seed}, session {number}, step {step}: {difference or problem}"
    return STEPS_PER_SESSION, ""


def task(seed: int, first: int) -> tuple[int, list[str]]:
    """Some sessions, in a process of their own."""
    remember_what_is_read_anew()
    results = []
    for number in range(first, first + SESSIONS_PER_TASK):
        results.append(session(seed, number))
        release()  # each document that was opened was taken for lasting
    return sum(steps for steps, _ in results), [problem for _, problem in results if problem]


def tasks(seed: int, jobs: int, until: float) -> Iterator[tuple[int, list[str]]]:
    """The results of tasks, until the time is up."""
    numbers = count(0, SESSIONS_PER_TASK)
    with ProcessPoolExecutor(jobs) as executor:
        waiting = [executor.submit(task, seed, number) for number in islice(numbers, jobs * 2)]
        while waiting:
            yield waiting.pop(0).result()
            if time.monotonic() < until:
                waiting.append(executor.submit(task, seed, next(numbers)))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=20)
    parser.add_argument("--steps", type=int, default=200_000)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--seed", type=int, default=random.randrange(1_000_000))
    parser.add_argument("--only", type=int, help="run this session alone")
    wanted = parser.parse_args()
    print(f"seed {wanted.seed}", flush=True)
    if wanted.only is not None:
        _, problem = session(wanted.seed, wanted.only, only=True)
        print(problem or "no difference")
        return 1 if problem else 0
    begun = time.monotonic()
    done, problems, told = 0, [], 0
    for steps, found in tasks(wanted.seed, wanted.jobs, begun + wanted.minutes * 60):
        done += steps
        problems += found
        if done // 10_000 > told or found:
            told = done // 10_000
            print(f"{done:,} steps, {time.monotonic() - begun:.0f} s", *found, sep="\n  ", flush=True)
        if done >= wanted.steps or len(problems) > 5:
            break
    print(
        f"{done:,} steps in {time.monotonic() - begun:.0f} s, {len(problems)} differences, seed {wanted.seed}"
    )
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
