"""Asking a language model in a process of its own: the SDK takes seconds to load, a server minutes to answer.

Without leave to send, writes one line of JSON with what would be sent: `{"requests", "lines", "takenOut",
"shown"}`. With it, a line `{"done", "total"}` before each request, and at the end `{"opinions", "failure",
"remarks", "sent", "known"}`.
"""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from isoscan.ai_settings import AiSettings
from isoscan.lsp.jobs import say
from isoscan.lsp.order import Order, analysed

if TYPE_CHECKING:
    from isoscan.analysis import Analysis


def main(order: Order) -> None:
    """Do the job."""
    settings = order.config.ai or AiSettings()
    analysis = analysed(order)
    if order.sends:
        _ask(order, analysis, settings)
    else:
        _show(analysis, settings)


def _show(analysis: Analysis, settings: AiSettings) -> None:
    from isoscan.opinion.asking import plan_for

    plan = plan_for(analysis, settings)
    say(
        {
            "requests": len(plan.requests),
            "lines": plan.lines,
            "takenOut": plan.taken_out,
            "shown": "\n".join(f"{text}\n" for text in plan.shown()),
        }
    )


def _ask(order: Order, analysis: Analysis, settings: AiSettings) -> None:
    from isoscan.opinion.asking import Surroundings, ask
    from isoscan.opinion.cache import AnswerCache
    from isoscan.opinion.consent import workspace_of
    from isoscan.opinion.evidence import as_plain
    from isoscan.opinion.ledger import Ledger

    source = Path(order.source)
    world = Surroundings(
        Ledger(settings),
        AnswerCache(settings),
        workspace_of(source),
        progress=lambda done, total: say({"done": done, "total": total}),
    )
    outcome = asyncio.run(ask(analysis, settings, order.key, str(source), world))
    say(
        {
            "opinions": as_plain(outcome.opinions),
            "failure": outcome.failure,
            "remarks": list(outcome.remarks),
            "sent": outcome.sent,
            "known": outcome.known,
        }
    )
