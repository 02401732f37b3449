"""Puts the facts of a long def or class together from its pieces: its header and the statements of its body.

Each piece is read on its own (see `division`), so that one statement's errors stay its own and an edit
re-reads the statements it touches. Of the others the records are taken over: as they are where they stand
where they stood, else moved. What a piece says depends on its text and on little around it: which of
its names the def binds, declares global or nonlocal, and what the statements before it say about the
traits of the names that it reads. It is read again where that differs, so the facts are a function of the
chunk's text alone, as they have to be.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

from isoscan.facts.collect import collect_facts, facts_of
from isoscan.facts.division import Division, divide
from isoscan.facts.names import frozen
from isoscan.facts.parting import Traits, counts_of, read_parted
from isoscan.facts.pieces import (
    Around,
    FreshPiece,
    Names,
    Piece,
    Ranges,
    Reading,
    Share,
    around_of,
    header_of,
    piece_of,
    read_header,
    read_piece,
)
from isoscan.facts.records import Banner, ChunkFacts, Comment, Scope, Statement, Steering
from isoscan.facts.shifting import SHIFTS, Shift
from isoscan.source.lines import file_lines
from isoscan.source.spans import Span
from isoscan.source.syntax import parse

# How many records of each kind stand before those of the pieces: the module's scope, the def's, the def.
_AROUND = (2, 1, *[0] * (len(SHIFTS) - 2))


def read_chunk(text: str, before: Reading | None = None) -> Reading:
    """The facts of a chunk; what of an earlier text of it (`before`) is still there is taken over.

    A function of `text` alone: `before` only saves time. Never raises.
    """
    lines = file_lines(text)
    division = divide(lines)
    if division is None or (":=" in text and "global" in text) or "\f" in text:
        # What a walrus in a comprehension binds depends on `global` statements anywhere above it,
        # and behind a form feed indentation is counted anew.
        return Reading(collect_facts(text))
    bounds = [0, *division.starts, len(lines)]
    if before is not None and (not before.pieces or before.facts.scopes[1].kind != division.kind):
        # The names of a class live elsewhere than those of a function, for all that is nested in it.
        before = None
    if before is None:
        whole = _read_as_a_whole(text, lines, division, bounds)
        if whole is not None:
            return whole
    texts = ["".join(lines[start:end]) for start, end in pairwise(bounds)]
    # Of equal pieces the last is taken: it does not matter which.
    earlier = before.pieces if before else ()
    known = {(piece.text, piece.is_first): piece for piece in earlier}
    header = header_of(texts[0], division, known)
    if header is None:
        return Reading(collect_facts(text))
    pieces: list[Piece | FreshPiece] = [header]
    traits: Traits = {}
    for number, piece_text in enumerate(texts[1:]):
        piece = piece_of(piece_text, division, number == 0, traits, known)
        pieces.append(piece)
        if piece.assigned:
            traits = {**traits, **piece.assigned}
    return _Composer(pieces, bounds, lines, division, before).compose()


# Reading a piece


def _read_as_a_whole(text: str, lines: list[str], division: Division, bounds: list[int]) -> Reading | None:
    """A sound def or class, read at once; its pieces are told from what each contributed."""
    tree = parse(text)
    parted = read_parted(tree, division)
    if parted is None:
        return None
    walk, parts = parted
    facts = facts_of(tree, walk, walk.scopes)
    around = around_of(facts.scopes[1])
    ends = [*(part.counts for part in parts[1:]), counts_of(walk)]
    tails = [_by_line(records, bounds) for records in (facts.comments, facts.banners, facts.steering)]
    pieces = []
    for number, (part, end) in enumerate(zip(parts, ends, strict=True)):
        first = bounds[number]
        counted = [
            (max(count - apart, 0), until - apart)
            for count, until, apart in zip(part.counts, end, _AROUND, strict=False)
        ]
        ranges = (*counted, *[tail[number] for tail in tails], (0, 0))
        mentioned = _mentioned(facts, ranges)
        statements = facts.statements[ranges[1][0] + 1 : ranges[1][1] + 1]
        last = max([statement.span[2:] for statement in statements], default=facts.statements[0].header[2:])
        if number == len(parts) - 1:
            last = max(last, facts.statements[0].span[2:])
        share = Share(
            frozen(part.bound),
            frozen(part.read),
            frozen(part.global_names),
            frozen(part.nonlocal_names),
            part.is_generator,
            facts.scopes[1].docstring if number == 1 else "",
            (last[0] - first, last[1]),
        )
        pieces.append(
            Piece(
                "".join(lines[first : bounds[number + 1]]),
                number == 1,
                part.given,
                part.assigned,
                share,
                mentioned,
                around.of(mentioned),
                Shift(first, ranges[1][0], ranges[0][0]),
                ranges,
            )
        )
    return Reading(facts, tuple(pieces))


def _by_line(records: Sequence[Comment | Banner | Steering], bounds: list[int]) -> Ranges:
    """Which of some records, in order, stand in each piece."""
    lines = [record.start_line if isinstance(record, Banner) else record.span.line for record in records]
    places = [bisect_left(lines, bound) for bound in bounds]
    return tuple(pairwise(places))


def _mentioned(facts: ChunkFacts, ranges: Ranges) -> Names:
    (first, last), (first_use, last_use), (first_call, last_call) = ranges[2], ranges[4], ranges[5]
    mentioned = {use.name for use in facts.names[first:last]}
    mentioned.update([use.base.partition(".")[0] for use in facts.attributes[first_use:last_use]])
    mentioned.update([call.root for call in facts.calls[first_call:last_call]])
    return frozen(mentioned)


class _Composer:
    """Takes records over from an earlier reading, or builds them, piece by piece."""

    def __init__(
        self,
        pieces: list[Piece | FreshPiece],
        bounds: list[int],
        lines: list[str],
        division: Division,
        before: Reading | None,
    ) -> None:
        self._pieces = pieces
        self._division = division
        self._bounds = bounds
        self._lines = lines
        self._before = before.facts if before is not None and before.pieces else None
        shares = [piece.share for piece in pieces]
        self._shares = shares
        self._around = Around(
            frozen(frozenset().union(*[share.bound for share in shares])),
            frozen(frozenset().union(*[share.global_names for share in shares])),
            frozen(frozenset().union(*[share.nonlocal_names for share in shares])),
        )
        self._rows: tuple[list[object], ...] = tuple([] for _ in SHIFTS)
        self._placed: list[Piece] = []
        self._header: ChunkFacts | None = None
        self._run: list[Piece] = []
        self._run_by = Shift(0, 0, 0)
        earlier = before.pieces if before else ()
        self._above = {id(below): above for above, below in pairwise(earlier)}

    def compose(self) -> Reading:
        statements = scopes = 0
        same_around = self._before is not None and self._around == around_of(self._before.scopes[1])
        for piece, line in zip(self._pieces, self._bounds, strict=False):
            place = Shift(line, statements, scopes)
            if isinstance(piece, Piece):
                around = piece.around if same_around else self._around.of(piece.mentioned)
                if around == piece.around:
                    statements += piece.ranges[1][1] - piece.ranges[1][0]
                    scopes += piece.ranges[0][1] - piece.ranges[0][0]
                    self._add_to_run(piece, place)
                    continue
                piece = self._read_again(piece)
            self._take_over_run()
            own_statements, own_scopes = piece.sizes
            statements += own_statements
            scopes += own_scopes
            self._build(piece, place)
        self._take_over_run()
        return Reading(self._facts(), tuple(self._placed))

    def _read_again(self, piece: Piece) -> FreshPiece:
        """A piece whose names live elsewhere now."""
        if not self._placed and not self._run:
            header = read_header(piece.text, self._division.margin)
            assert header is not None, "it was sound before, and its text is the same"
            return header
        return read_piece(piece.text, self._division.kind, piece.is_first, piece.given)

    def _add_to_run(self, piece: Piece, place: Shift) -> None:
        """Note that a piece is taken over: with those before it, if they moved alike and stood before it."""
        by = Shift(place[0] - piece.place[0], place[1] - piece.place[1], place[2] - piece.place[2])
        if self._run and (by != self._run_by or self._run[-1] is not self._above.get(id(piece))):
            self._take_over_run()
        self._run.append(piece)
        self._run_by = by

    def _take_over_run(self) -> None:
        """Records of an earlier text, moved to where they stand now."""
        if not self._run:
            return
        first, last, by = self._run[0], self._run[-1], self._run_by
        facts: Sequence[Sequence[object]] = self._before or ()
        moves = any(by)
        further = []
        shares = zip(self._rows, facts, _AROUND, first.ranges, last.ranges, SHIFTS, strict=True)
        for row, records, around, (start, _), (_, end), shift in shares:
            further.append(len(row) - start)
            if start < end:
                taken = records[around + start : around + end]
                row.extend(shift(taken, by) if moves else taken)
        if moves or any(further):
            for piece in self._run:
                place = Shift(piece.place[0] + by[0], piece.place[1] + by[1], piece.place[2] + by[2])
                ranges = tuple(
                    [
                        (start + more, end + more)
                        for (start, end), more in zip(piece.ranges, further, strict=True)
                    ]
                )
                self._placed.append(piece._replace(place=place, ranges=ranges))
        else:
            self._placed += self._run
        self._run = []

    def _build(self, piece: FreshPiece, place: Shift) -> None:
        """The records of a piece that was read just now."""
        walk = piece.walk
        around = self._around.of(piece.mentioned)
        holder = walk.scopes[1]
        holder.bound = set(around.bound)
        holder.global_names, holder.nonlocal_names = set(around.global_names), set(around.nonlocal_names)
        facts = facts_of(piece.tree, walk, walk.scopes)
        if not self._placed:
            self._header = facts
        own: list[Sequence[object]] = [facts.scopes[2:], facts.statements[1:], *facts[2:]]
        by = place._replace(lines=place.lines - piece.lines_above)
        moves = any(by)
        ranges = []
        for row, records, shift in zip(self._rows, own, SHIFTS, strict=True):
            first = len(row)
            row.extend(shift(records, by) if moves else records)
            ranges.append((first, len(row)))
        self._placed.append(
            Piece(
                piece.text, piece.is_first, piece.given, piece.assigned, piece.share, piece.mentioned, around,
                place, tuple(ranges),
            )
        )  # fmt: skip

    def _facts(self) -> ChunkFacts:
        module, holder, definition = self._holders()
        shares = self._shares
        last_line, last_column = shares[-1].end
        end = (last_line + self._bounds[len(shares) - 1], last_column)
        definition = definition._replace(span=Span(*definition.span[:2], *end))
        holder = holder._replace(
            span=Span(*holder.span[:2], *end),
            bound=self._around.bound,
            read=frozen(frozenset().union(*[share.read for share in shares])),
            global_names=self._around.global_names,
            nonlocal_names=self._around.nonlocal_names,
            is_generator=any(share.is_generator for share in shares),
            docstring=shares[1].docstring,
        )
        count = len(self._lines)
        last = self._lines[-1]
        ends = last.endswith(("\n", "\r"))
        module = module._replace(
            span=Span(*module.span[:2], count if ends else count - 1, 0 if ends else len(last))
        )
        scopes, statements, *rest = self._rows
        rows = [(module, holder, *scopes), (definition, *statements), *map(tuple, rest)]
        return ChunkFacts(*rows)  # type: ignore[arg-type]

    def _holders(self) -> tuple[Scope, Scope, Statement]:
        """The module's scope, the def's, and the def itself, as the header alone shows them."""
        facts = self._header if self._header is not None else self._before
        assert facts is not None, "the header was read now, or taken over"
        return facts.scopes[0], facts.scopes[1], facts.statements[0]
