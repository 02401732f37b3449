"""Boundaries of a module in one go."""

from __future__ import annotations

from isoscan.boundaries.boundary import Boundary
from isoscan.boundaries.finder import BoundaryFinder
from isoscan.config import Config
from isoscan.model.module import Module


def detect_boundaries(module: Module, config: Config, module_name: str = "module") -> tuple[Boundary, ...]:
    """The scanners of a module, sorted by line; their ranges share no line. See `BoundaryFinder`."""
    return BoundaryFinder(module, config, module_name).all
