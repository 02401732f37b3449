"""Documents with scanners, parameters and findings put there by hand, for tests of single features."""

from isoscan.analysis import Analysis
from isoscan.boundaries.boundary import Boundary, Evidence
from isoscan.lsp.documents import Document
from isoscan.model.module import build_module
from isoscan.parameters.parameter import Parameter, Scanner
from isoscan.rules.ignoring import ignoring
from isoscan.source.spans import Span

URI = "file:///scans/gap.py"


def document(text, encoding="utf-16", uri=URI):
    return Document(uri, 1, text, encoding)


def span_of(text, piece, nth=0):
    """The span of the nth occurrence of a piece of text on one line."""
    for number, line in enumerate(text.split("\n")):
        column = line.find(piece)
        while column >= 0:
            if nth == 0:
                return Span(number, column, number, column + len(piece))
            nth -= 1
            column = line.find(piece, column + 1)
    raise AssertionError(f"{piece!r} is not in the text")


def scanner(text, name, kind="function", *, first=None, last, line=None, parameters=(), **other):
    """A scanner named as in the text; lines are 0-based, `line` is its definition's."""
    name_span = other.pop("name_span", None) or span_of(text, name)
    line = name_span.line if line is None else line
    boundary = Boundary(
        name=name,
        namespace=other.pop("namespace", name),
        kind=kind,
        start_line=line if first is None else first,
        end_line=last,
        definition_line=line,
        name_span=name_span,
        container=other.pop("container", ""),
        confidence=other.pop("confidence", 0.93),
        status=other.pop("status", "valid"),
        evidence=(Evidence("naming", 0.9, "named `scan_*`"),),
    )
    return Scanner(boundary, tuple(parameters), other.pop("dependencies", ()), other.pop("isolation", 1.0))


def parameter(owner, name, value, span, *, origin="module", value_span=None, **other):
    return Parameter(
        name=name,
        qualified_name=f"{owner}.{name}",
        value=value,
        text=repr(value),
        origin=origin,
        source=other.get("source", name),
        span=span,
        value_span=value_span or span,
        via=other.get("via", ""),
        description=other.get("description", ""),
        read_by=other.get("read_by", (owner,)),
        reads=other.get("reads", ()),
    )


class HandMade(Analysis):
    """An analysis whose findings have their fixes with them."""

    def fixes_of(self, finding):
        return finding.fixes

    def ignoring(self, finding):
        return ignoring(self.module, finding)

    def scanners_near(self, _span):
        return self.scanners

    def diagnostics_near(self, _span):
        return self.diagnostics


def analysis(text, *scanners, diagnostics=()):
    return HandMade(build_module(text), scanners, (), tuple(diagnostics))
