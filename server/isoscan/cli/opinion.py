"""`isoscan opinion`: what a language model says of what is uncertain; sent only as was agreed to."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from isoscan.ai_settings import AiSettings
from isoscan.analysis import Analysis, analyse
from isoscan.boundaries.opinion import dissent_in, is_alone
from isoscan.cli.examine import module_name, read_and_analyse
from isoscan.cli.messages import complain, counted, printable
from isoscan.cli.settings import Settings
from isoscan.config import Config
from isoscan.opinion.consent import give_consent, has_consent, terms_of, withdraw_consent, workspace_of
from isoscan.opinion.ledger import Ledger

if TYPE_CHECKING:
    from isoscan.opinion.asking import Outcome, Plan

AGREED, DISAGREED, COULD_NOT_WORK = 0, 1, 2


def run(options: argparse.Namespace) -> int:
    """Run the command and give its exit status."""
    if options.log and not options.file:
        return _print_log(AiSettings())
    if not options.file:
        complain("name the file to ask about, or --log for what was sent")
        return COULD_NOT_WORK
    source = Path(options.file)
    settings = Settings()
    config = settings.of_folder(source.parent)
    for problem in settings.problems:
        complain(problem)
    ai = config.ai or AiSettings()
    if options.log:
        return _print_log(ai)
    if options.withdraw:
        return _withdraw(source)
    analysis, problem = read_and_analyse(source, config)
    if analysis is None:
        complain(problem)
        return COULD_NOT_WORK
    if options.show:
        return _show(analysis, ai)
    if options.consent:
        return _consent(analysis, source, ai)
    problem = _reason_against(source, ai)
    if problem:
        complain(problem)
        return COULD_NOT_WORK
    status = _ask(analysis, source, config, ai, options.output_format)
    return COULD_NOT_WORK if settings.problems else status


# What would be sent


def _show(analysis: Analysis, ai: AiSettings) -> int:
    plan = _plan(analysis, ai)
    print(printable(_summary(plan, ai)))
    for text in plan.shown():
        print()
        for line in text.split("\n"):
            print(printable(line))
    return AGREED


def _plan(analysis: Analysis, ai: AiSettings) -> Plan:
    from isoscan.opinion.asking import plan_for

    return plan_for(analysis, ai)


def _summary(plan: Plan, ai: AiSettings) -> str:
    return (
        f"{counted(len(plan.requests), 'request')} with {counted(plan.lines, 'line')} of code "
        f"to {ai.base_url} (model {ai.model or 'not chosen yet'}); "
        f"{counted(plan.taken_out, 'secret')} taken out of the file"
    )


def _consent(analysis: Analysis, source: Path, ai: AiSettings) -> int:
    workspace = workspace_of(source)
    print(printable(f"For this file: {_summary(_plan(analysis, ai), ai)}"))
    for name, value in terms_of(ai).items():
        print(printable(f"  {name.replace('_', '-')}: {_spelled(value)}"))
    if not give_consent(workspace, ai):
        complain("your agreement cannot be written down: is the state folder writable?")
        return COULD_NOT_WORK
    print(printable(f"Noted: code of {workspace} may be sent on these terms, when you ask for it"))
    if not ai.enabled:
        print("Nothing is sent yet: set `enabled = true` under [tool.isoscan.ai]")
    return AGREED


def _spelled(value: object) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value) or "none"


def _withdraw(source: Path) -> int:
    workspace = workspace_of(source)
    if not withdraw_consent(workspace):
        complain("this cannot be written down: is the state folder writable?")
        return COULD_NOT_WORK
    print(printable(f"Noted: no code of {workspace} is sent from now on"))
    return AGREED


def _print_log(ai: AiSettings) -> int:
    for entry in Ledger(ai).entries():
        print(printable(json.dumps(entry, ensure_ascii=False)))
    return AGREED


# Asking


def _reason_against(source: Path, ai: AiSettings) -> str:
    from isoscan.opinion.address import key_from_environment, reason_against_address

    if not ai.enabled:
        return "no language model is asked: set `enabled = true` under [tool.isoscan.ai] to allow it"
    reason = reason_against_address(ai, key_from_environment(ai))
    if reason:
        return reason
    if not has_consent(workspace_of(source), ai):
        return (
            f"{source}: you have not agreed that its code is sent to {ai.base_url}: "
            "see what would be sent by `isoscan opinion FILE --show`, and agree by "
            "`isoscan opinion FILE --consent`"
        )
    return ""


def _ask(analysis: Analysis, source: Path, config: Config, ai: AiSettings, output_format: str) -> int:
    import asyncio

    from isoscan.opinion.address import key_from_environment
    from isoscan.opinion.asking import Surroundings, ask
    from isoscan.opinion.cache import AnswerCache

    world = Surroundings(Ledger(ai), AnswerCache(ai), workspace_of(source), progress=_progress)
    outcome = asyncio.run(ask(analysis, ai, key_from_environment(ai), str(source), world))
    text = analysis.module.text
    after = analyse(text, config, module_name=module_name(str(source)), opinions=outcome.opinions)
    heard = [one for one in after.scanners if any(each.detector == "model" for each in one.boundary.evidence)]
    disputed = {
        one.boundary.namespace
        for one in heard
        if is_alone(one.boundary.evidence) or dissent_in(one.boundary.evidence)
    }
    if output_format == "json":
        print(json.dumps(_as_json(after, outcome, source, disputed)))
    else:
        _print_text(after, outcome, source, disputed)
    if outcome.failure:
        complain(outcome.failure)
        return COULD_NOT_WORK
    return DISAGREED if disputed else AGREED


def _progress(done: int, total: int) -> None:
    if sys.stderr.isatty():
        print(f"asking: {done + 1} of {total}", file=sys.stderr, flush=True)


def _print_text(after: Analysis, outcome: Outcome, source: Path, disputed: set[str]) -> None:
    for scanner in after.scanners:
        boundary = scanner.boundary
        reasons = [each.reason for each in boundary.evidence if each.detector == "model"]
        if not reasons:
            continue
        lines = f"{boundary.start_line + 1}-{boundary.end_line + 1}"
        mark = "disputed" if boundary.namespace in disputed else "agreed"
        sure = f"{boundary.confidence:.0%}, {mark}"
        print(printable(f"{source}:{lines}: {boundary.namespace} ({sure}): {reasons[0]}"))
        if boundary.described:
            print(printable(f"  {boundary.described}"))
        for note in boundary.parameter_notes:
            print(printable(f"    {note.name}: {note.description}"))
    for remark in outcome.remarks:
        print(printable(f"note: {remark}"), file=sys.stderr)
    pieces = outcome.sent + outcome.known
    print(printable(f"{counted(pieces, 'answer')}, {outcome.known} of them known from before"))


def _as_json(after: Analysis, outcome: Outcome, source: Path, disputed: set[str]) -> dict[str, object]:
    return {
        "version": 1,
        "path": str(source),
        "scanners": [
            {
                "name": one.boundary.name,
                "namespace": one.boundary.namespace,
                "kind": one.boundary.kind,
                "start_line": one.boundary.start_line + 1,
                "end_line": one.boundary.end_line + 1,
                "confidence": one.boundary.confidence,
                "status": one.boundary.status,
                "disputed": one.boundary.namespace in disputed,
                "description": one.boundary.described,
                "parameters": [note._asdict() for note in one.boundary.parameter_notes],
                "evidence": [each._asdict() for each in one.boundary.evidence],
            }
            for one in after.scanners
            if any(each.detector == "model" for each in one.boundary.evidence)
        ],
        "sent": outcome.sent,
        "known": outcome.known,
        "remarks": list(outcome.remarks),
        "failure": outcome.failure,
    }
