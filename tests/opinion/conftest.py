import sys
from pathlib import Path

import pytest
from isoscan.ai_settings import AiSettings
from isoscan.analysis import analyse
from isoscan.config import Config
from isoscan.opinion.asking import Surroundings, ask
from isoscan.opinion.cache import AnswerCache
from isoscan.opinion.ledger import Ledger

sys.path.append(str(Path(__file__).parents[1] / "lsp"))


class World:
    """A user's folders, a clock that stands still, and pauses that take no time."""

    def __init__(self, folder):
        self.folder = folder
        self.now = 1_700_000_000.0
        self.pauses = []
        self.progress = []

    async def sleep(self, seconds):
        self.pauses.append(seconds)

    def settings(self, server, **more):
        return AiSettings(
            **{
                "enabled": True,
                "base_url": server.address,
                "model": "small",
                "timeout": 20.0,
                "accuracy": 0.7,
                **more,
            }
        )

    def ledger(self, settings):
        return Ledger(settings, self.folder / "state")

    async def ask(self, text, settings, key="secret-of-the-test"):
        surroundings = Surroundings(
            self.ledger(settings),
            AnswerCache(settings, self.folder / "cache"),
            self.folder,
            clock=lambda: self.now,
            sleep=self.sleep,
            progress=lambda done, total: self.progress.append((done, total)),
        )
        return await ask(analyse(text, Config()), settings, key, "desk.py", surroundings)


@pytest.fixture
def world(tmp_path):
    return World(tmp_path)
