"""Verifying one extraction: look for bars with hits, run both sides on them, compare, say what was compared.

The one part of isoscan that runs other people's code: in child processes of the user's interpreter, without
network, with time and memory bounded, and only when it is asked for.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from isoscan.analysis import Analysis
from isoscan.extraction import Extraction
from isoscan.parameters.parameter import Scanner
from isoscan.verification.comparison import outcome_difference
from isoscan.verification.interpreter import find_interpreter
from isoscan.verification.processes import Surroundings, find_fence, run_child
from isoscan.verification.report import compared_sentence, described_types
from isoscan.verification.subject import subject_of

SEARCH_SECONDS = 15
_PROCESS_SECONDS = 90


@dataclass(frozen=True, slots=True)
class Verification:
    """What came of a verification.

    `unverified`: it could not be told, and `summary` says why. `summary` is one sentence, `details` are
    further ones: what was replaced, what did not happen, what isolated the processes.
    """

    status: Literal["identical", "different", "unverified"]
    summary: str
    details: tuple[str, ...] = ()
    cases: int = 0
    hits: int = 0


@dataclass(frozen=True, slots=True)
class _Bench:
    """What all children of one verification share."""

    surroundings: Surroundings
    common: dict[str, object]

    def run(self, mode: str, **more: object) -> tuple[dict[str, Any], str]:
        return run_child(self.surroundings, {**self.common, "mode": mode, **more}, _PROCESS_SECONDS)


def verify(
    analysis: Analysis,
    scanner: Scanner,
    extraction: Extraction,
    source: Path,
    *,
    lifts: bool,
    python: str = "",
    seconds: float = SEARCH_SECONDS,
    package: tuple[str, Path] | None = None,
    companions: Mapping[str, str] | None = None,
) -> Verification:
    """Run original and generated scanner on the same bars and compare.

    `source` is where the original lies: modules beside it can be imported, its text is the analysed one.
    `lifts`: the template lifts parameters (all do but `minimal`); `python` is the interpreter to use, "" lets
    isoscan choose; `seconds` bound the search for bars with hits. `package` is the dotted package that the
    source is a module of ("" if in none) with the folder it is found from; `companions` are the other files
    of the package that the generated module belongs to, by name.
    """
    interpreter, problem = find_interpreter(source, python)
    if problem:
        return Verification("unverified", problem)
    subject = subject_of(analysis, scanner, extraction.text, lifts=lifts)
    if isinstance(subject, str):
        return Verification("unverified", subject)
    with tempfile.TemporaryDirectory(prefix="isoscan-verify-") as name:
        folder = Path(name).resolve()
        original, generated = folder / "original" / source.name, folder / "generated" / extraction.file_name
        for file, text in ((original, analysis.module.text), (generated, extraction.text)):
            file.parent.mkdir()
            file.write_text(text, encoding="utf-8", errors="surrogatepass", newline="")
        for beside, text in (companions or {}).items():
            (generated.parent / beside).write_text(text, encoding="utf-8", newline="")
        common: dict[str, object] = {
            "subject": subject,
            "original": str(original),
            "generated": str(generated),
            "original_name": "isoscan_original",
            "generated_name": "isoscan_generated",
            "environment": _variables_of(extraction),
            "end": datetime.now(UTC).date().isoformat(),
            "seconds": seconds,
            "columns": subject["columns"],
            "missing": None,
            "package": package[0] if package is not None else "",
            "source_folder": str(source.absolute().parent),
        }
        folders = ([str(package[1])] if package is not None else []) + [str(source.absolute().parent)]
        surroundings = Surroundings(interpreter, folder, tuple(dict.fromkeys(folders)), find_fence())
        return _verified(_Bench(surroundings, common), subject)


def _variables_of(extraction: Extraction) -> list[str]:
    """The environment variables that the generated module reads keys from."""
    import re

    return sorted(set(re.findall(r'os\.environ\.get\("(\w+)", ""\)', extraction.text)))


def _verified(bench: _Bench, subject: dict[str, Any]) -> Verification:
    fence = bench.surroundings.fence_sentence
    found, problem = bench.run("search")
    if problem:
        return Verification("unverified", f"the original cannot be run: {problem}", (fence,))
    if not found["cases"]:
        return Verification("unverified", _not_run(found), (fence,))
    shared: dict[str, object] = {
        "missing": found["missing"],
        "columns": found["columns"],
        "replaced": found["replaced"],
    }
    before, problem = bench.run("original", cases=found["cases"], **shared)
    if problem:
        return Verification("unverified", f"the original cannot be run: {problem}", (fence,))
    after, problem = bench.run("generated", cases=before["cases"], **shared)
    if problem:
        return Verification("different", f"the generated module cannot be run: {problem}", (fence,))
    return _compared(bench, subject, found, before, after, shared)


def _compared(
    bench: _Bench,
    subject: dict[str, Any],
    found: dict[str, Any],
    before: dict[str, Any],
    after: dict[str, Any],
    shared: dict[str, object],
) -> Verification:
    mask = subject["kind"] == "mask"
    outcomes = list(zip(before["outcomes"], after["outcomes"], strict=True))
    details = (*_details(found, before), bench.surroundings.fence_sentence)
    hits = sum(bool(outcome["hit"]) for outcome in before["outcomes"])
    for number, (original, generated) in enumerate(outcomes, 1):
        different = outcome_difference(original, generated, mask=mask)
        if not different:
            continue
        again, problem = bench.run("original", cases=found["cases"], **shared)
        repeated = not problem and all(
            not outcome_difference(one, other, mask=mask)
            for one, other in zip(before["outcomes"], again["outcomes"], strict=True)
        )
        if not repeated:
            summary = "the original does not give the same result twice on the same bars"
            return Verification("unverified", summary, details, len(outcomes), hits)
        summary = f"results differ on series {number} of {len(outcomes)}: {different}"
        return Verification("different", summary, details, len(outcomes), hits)
    if all("raised" in outcome for outcome in before["outcomes"]):
        return Verification("unverified", _not_run(found), details, len(outcomes), hits)
    summary = compared_sentence(len(outcomes), hits, described_types(before["outcomes"], mask=mask))
    return Verification("identical", summary, details, len(outcomes), hits)


def _not_run(found: dict[str, Any]) -> str:
    raised = found.get("raised")
    reason = f"{raised[0]}: {raised[1]}" if raised else "no way to call it was found"
    reason = reason.removeprefix("NotReachedError: ")
    missing = found.get("missing") or []
    listed = ", ".join(f"`{name}`" for name in missing)
    because = f" ({listed} cannot be imported here)" if missing else ""
    return f"the original does not run on synthetic bars: {' '.join(reason.split())[:200]}{because}"


def _details(found: dict[str, Any], before: dict[str, Any]) -> list[str]:
    details = []
    if not found["hits"]:
        details.append(f"no hit was reached on {found['series']} series")
    if found["replaced"]:
        listed = ", ".join(f"`{name}`" for name in found["replaced"])
        details.append(f"{listed} gave generated bars instead of fetching")
    if found["missing"]:
        listed = ", ".join(f"`{name}`" for name in found["missing"])
        details.append(f"{listed} cannot be imported here: stand-ins took their place")
    failing = sum("raised" in outcome for outcome in before["outcomes"])
    if 0 < failing < len(before["outcomes"]):
        details.append(f"both raise the same error on {failing} series")
    return details
