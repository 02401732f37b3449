"""Settings: one frozen record that the core is given."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Config:
    """What the user can set; the defaults are what a user with no settings gets.

    `select` and `ignore` are rule codes or prefixes of them (`ISO2`); an empty `select` means every
    rule that is on by default. `severity` maps codes to severities. `valid_threshold` and
    `report_threshold` are probabilities: from the first on a boundary is `valid`, below the second
    it is not reported at all. `shared_globals` are further names (shell patterns) that count as
    infrastructure.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: dict[str, str] = field(default_factory=dict)
    valid_threshold: float = 0.75
    report_threshold: float = 0.5
    shared_globals: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    folding: str = "all"
    template: str = "standard"
    output_directory: str = ""
