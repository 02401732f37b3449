"""When garbage is collected: not while a whole text is read, and what lasts is not looked at again.

Reading a text makes hundreds of thousands of objects that all stay. Python's collector would go through them
again and again meanwhile, for nothing, and later on during a keystroke: a quarter of a second for ten
thousand lines.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_WORTH_IT = 20_000


@contextmanager
def undisturbed() -> Iterator[None]:
    """No collection inside the block."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def collect_by_hand() -> None:
    """From now on garbage is collected only by `tidy` and `release`."""
    gc.disable()


def tidy() -> None:
    """Collect what has come and gone since the last time, if it is worth it; some milliseconds at most."""
    if gc.get_count()[0] > _WORTH_IT:
        gc.collect(1)


def keep() -> None:
    """Take all that exists now for lasting: the collector leaves it alone until `release`."""
    gc.freeze()


def release() -> None:
    """Collect what was kept and is no longer in use."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()
