"""isoscan keeps the scanners of one Python file apart: it finds, checks and extracts them."""

__version__ = "0.1.0"
