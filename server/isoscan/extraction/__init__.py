"""Extraction: a scanner as a module of its own, with everything it needs and nothing else."""

from isoscan.extraction.extraction import Extraction, extract, lifts_parameters

__all__ = ["Extraction", "extract", "lifts_parameters"]
