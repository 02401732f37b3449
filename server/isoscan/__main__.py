"""`python -m isoscan`: the command without its console script."""

from __future__ import annotations

import sys

from isoscan.cli.main import main

sys.exit(main())
