"""What a rule is given: the module with its scanners, and what several rules ask about it."""

from __future__ import annotations

from isoscan.config import Config
from isoscan.parameters.description import Description
from isoscan.rules.column_writers import ColumnWriters
from isoscan.rules.common_frames import CommonFrames
from isoscan.rules.concerns import FoundSoFar
from isoscan.rules.definitions import Tunables
from isoscan.rules.frame_sharing import Sharings
from isoscan.rules.grounds import Grounds
from isoscan.rules.module_state import ModuleState
from isoscan.rules.suppressions import Suppressions


class RuleContext(Grounds):
    """A module under check, with what is known of its tunables, its state and its frames.

    `found` are the findings of the other rules, for the rules that judge these.
    """

    def __init__(self, description: Description, config: Config, found: FoundSoFar) -> None:
        super().__init__(description, config)
        self.found = found
        self.tunables = Tunables(self)
        self.state = ModuleState(self)
        self.sharing = Sharings(self)
        self.suppressions = Suppressions(self)
        self.columns = ColumnWriters(self, self.sharing)
        self.common_frames = CommonFrames(self)
