"""Extraction: a scanner as a module of its own, with everything it needs and nothing else."""

from isoscan.extraction.extraction import Extraction, extract

__all__ = ["Extraction", "extract"]
