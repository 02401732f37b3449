"""A child process of a verification: it confines itself, runs one side, writes what came of it."""

from __future__ import annotations

import json
import os
import sys
import warnings
from pathlib import Path
from typing import Any

from .bars import genes_of
from .calling import Caller, prepare_of
from .confine import limit_resources, refuse_outside
from .exchange import Exchange
from .loading import Program, load
from .market import Market
from .noticing import Notice
from .replacing import Replacement
from .searching import Search
from .sources import imported_names, stand_in_for


def main(job_path: str) -> int:
    """Do the job described in a JSON file; its answer goes to the file that it names."""
    job = json.loads(Path(job_path).read_text(encoding="utf-8"))
    sys.path[:0] = job["paths"]
    sys.dont_write_bytecode = True
    limit_resources(job["cpu_seconds"], job["memory"])
    warnings.simplefilter("ignore")
    if job["mode"] == "probe":
        answer = _probe(job)
    else:
        refuse_outside(job["folder"])
        answer = _work(job)
    text = json.dumps(answer)
    Path(job["answer"]).write_text(text, encoding="utf-8")
    return 0


def _probe(job: dict[str, Any]) -> dict[str, Any]:
    """Say whether what a verification needs is installed."""
    import importlib.util

    missing = [name for name in ("pandas", "numpy") if importlib.util.find_spec(name) is None]
    return {"missing": missing, "version": sys.version.split()[0]}


def _work(job: dict[str, Any]) -> dict[str, Any]:
    subject = job["subject"]
    os.environ.update(dict.fromkeys(job["environment"], "isoscan-verification"))
    market = Market(job["columns"], subject["thresholds"], job["end"])
    # Loading the data libraries first: what they do while they are imported is not the scanner's doing.
    import pandas  # noqa: F401

    original_text = Path(job["original"]).read_text(encoding="utf-8")
    market.begin({"seed": 0, "genes": genes_of(0)})
    missing = stand_in_for(imported_names(original_text), job["missing"], market)
    is_original = job["mode"] != "generated"
    notice = Notice() if job["mode"] == "search" else None
    caller = _caller(job, market, is_original, notice)
    if notice is not None:
        levels = [Replacement(caller.program, market, names) for names in subject["fetchers"]]
        found = Search(caller, levels, notice, job["seconds"]).run()
        return {**found, "missing": missing, "failures": caller.program.failures}
    Replacement(caller.program, market, job["replaced"]).apply()
    caller.exchange = Exchange(Path(job["folder"]), is_original)
    outcomes = [caller.run(case) for case in job["cases"]]
    return {"outcomes": outcomes, "failures": caller.program.failures, "cases": job["cases"]}


def _caller(job: dict[str, Any], market: Market, is_original: bool, notice: Notice | None) -> Caller:
    subject = job["subject"]
    generated = Path(job["generated"]).read_text(encoding="utf-8")
    if not is_original:
        program = Program(job["generated"], generated, job["generated_name"])
        program.belong_to("", str(Path(job["generated"]).parent), "isoscan_package")
        load(program, [])
        failures = [each for each in program.failures if not program.is_relative(each)]
        if failures:
            raise RuntimeError(f"the generated module cannot be imported: {failures[0]}")
        caller = Caller(program, subject, market, False)
        caller.prepare = program.namespace.get("prepare") if _prepares(subject) else None
        if subject["kind"] == "script":
            caller.served_by = _original(job)
        return caller
    program = _original(job, notice)
    if not _runs_as_script(subject):
        load(program, subject["guarded"])
    caller = Caller(program, subject, market, True)
    if _prepares(subject) and not _runs_as_script(subject):
        caller.prepare = prepare_of(generated, program)
    return caller


def _original(job: dict[str, Any], notice: Notice | None = None) -> Program:
    program = Program(
        job["original"], Path(job["original"]).read_text(encoding="utf-8"), job["original_name"], notice
    )
    program.belong_to(job["package"], job["source_folder"])
    return program


def _prepares(subject: dict[str, Any]) -> bool:
    return bool(subject["prepares"] or subject["kind"] == "mask")


def _runs_as_script(subject: dict[str, Any]) -> bool:
    mask = subject.get("mask")
    return bool(subject["kind"] == "script" or (mask and not mask["container"]))
