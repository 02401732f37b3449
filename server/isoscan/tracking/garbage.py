"""When garbage is collected: not while a whole text is read, and what lasts is not looked at again.

Reading a text makes hundreds of thousands of objects that all stay. Python's collector would go through them
again and again meanwhile, for nothing, and later on during a keystroke: a quarter of a second for ten
thousand lines.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


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


def keep() -> None:
    """Take all that exists now for lasting: the collector leaves it alone until `release`."""
    gc.freeze()


def release() -> None:
    """Collect what was kept and is no longer in use."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()
