"""Boundaries of a module: all detectors, their consensus, the user's word, and the checks behind it."""

from __future__ import annotations

from isoscan.boundaries.boundary import Boundary, Candidate
from isoscan.boundaries.calls import call_graph
from isoscan.boundaries.choices import follow_choices, wanted
from isoscan.boundaries.clues import as_evidence, total
from isoscan.boundaries.consensus import CERTAIN, Findings, Proposal, proposals, without_overlaps
from isoscan.boundaries.fallback import module_clues
from isoscan.boundaries.framework import framework_classes
from isoscan.boundaries.mask import mask_groups
from isoscan.boundaries.namespaces import namespaces
from isoscan.boundaries.ranges import Headings, last_code_line
from isoscan.boundaries.section import sections
from isoscan.boundaries.steering import Steered, steered
from isoscan.boundaries.structural import judge_functions
from isoscan.boundaries.survey import Survey, survey_of
from isoscan.boundaries.table import table_entries
from isoscan.boundaries.validation import status_of
from isoscan.config import Config
from isoscan.model.module import Module
from isoscan.source.spans import Span


def detect_boundaries(module: Module, config: Config, module_name: str = "module") -> tuple[Boundary, ...]:
    """The scanners of a module, sorted by line; their ranges share no line.

    `module_name` is what a script that is one scanner as a whole is called (its file's stem). Boundaries
    less likely than `config.report_threshold` are left out. Never raises, whatever the text holds.
    """
    survey = survey_of(module)
    said = steered(survey)
    findings = Findings(
        survey=survey,
        headings=Headings(survey),
        functions=list(judge_functions(survey, call_graph(survey)).values()),
        frameworks=list(framework_classes(survey)),
        masks=mask_groups(survey),
        sections=[],
        tables=list(table_entries(survey)),
    )
    if "section" not in config.disabled_detectors:
        findings.sections = sections(survey, findings.headings)
    follow_choices(findings, config)
    agreed = [proposal for proposal in proposals(findings) if wanted(proposal, config)]
    agreed = _with_steering(agreed, said)
    if not agreed and "module" not in config.disabled_detectors:
        agreed = _whole_module(survey, module_name, said)
    reported = [proposal for proposal in agreed if proposal.confidence >= config.report_threshold]
    return _boundaries(survey, reported, config)


def _with_steering(agreed: list[Proposal], said: Steered) -> list[Proposal]:
    """What the user confirmed takes its lines; what the user refused is gone, with all inside it."""
    confirmed = [Proposal(candidate, CERTAIN * 2) for candidate in said.confirmed]
    left = [proposal for proposal in agreed if not _refused(proposal.candidate, said)]
    return without_overlaps([*confirmed, *left])


def _refused(candidate: Candidate, said: Steered) -> bool:
    return any(first <= candidate.definition_line <= last for first, last in said.refused)


def _whole_module(survey: Survey, module_name: str, said: Steered) -> list[Proposal]:
    clues = module_clues(survey, module_name)
    if not clues or said.refused:
        return []
    last = last_code_line(survey.module)
    first = next(iter(survey.module.parts.order), 0)
    candidate = Candidate(
        name=module_name,
        kind="module",
        start_line=first,
        end_line=last,
        definition_line=first,
        name_span=Span(first, 0, first, 0),
        container="",
        evidence=as_evidence(clues),
    )
    return [Proposal(candidate, total(clues))]


def _boundaries(survey: Survey, agreed: list[Proposal], config: Config) -> tuple[Boundary, ...]:
    errors = sorted(span.line + part.first_line for part in survey.module.parts for span in part.facts.errors)
    names = namespaces([proposal.candidate for proposal in agreed])
    result = []
    for proposal, namespace in zip(agreed, names, strict=True):
        candidate, confidence = proposal.candidate, round(proposal.confidence, 3)
        result.append(
            Boundary(
                name=candidate.name,
                namespace=namespace,
                kind=candidate.kind,
                start_line=candidate.start_line,
                end_line=candidate.end_line,
                definition_line=candidate.definition_line,
                name_span=candidate.name_span,
                container=candidate.container,
                confidence=confidence,
                status=status_of(candidate, confidence, errors, config),
                evidence=candidate.evidence,
            )
        )
    return tuple(result)
