"""Verification: original and generated scanner are run on the same synthetic bars, and compared exactly."""

from isoscan.verification.verify import Verification, verify

__all__ = ["Verification", "verify"]
