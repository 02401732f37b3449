"""Small runnable modules whose scanners are given one frame, some of which change it, from a seed.

Which of them change it so that others see it is not said here: it is found out by running (`run_flows.py`).
"""

from __future__ import annotations

import random

WORDS = ("gap_up", "fade", "quiet", "squeeze", "breakout")


def written_flow(seed: int) -> str:
    """The module of a seed."""
    rng = random.Random(seed)
    names = rng.sample(WORDS, rng.randint(2, 4))
    parts = ["from concurrent.futures import ThreadPoolExecutor"]
    for name in names:
        parts.extend(_scanner(rng, name))
    parts.extend(_runner(rng, [f"scan_{name}" for name in names]))
    return "\n\n\n".join(parts) + "\n"


def _scanner(rng: random.Random, name: str) -> list[str]:
    lines, helper = rng.choice(_TREATMENTS)
    frame = "work" if any(line.startswith("work = ") for line in lines) else "df"
    body = [line.replace("X", name) for line in lines]
    floor = round(rng.uniform(0.2, 0.6), 2)
    column = rng.choice(["gap", "fade", "range"])
    body.append(f'return {frame}[({frame}["{column}"] > {floor}) & ({frame}["volume"] > 100_000)]')
    scanner = f"def scan_{name}(df):\n" + "\n".join(f"    {line}" for line in body)
    return [helper.replace("X", name), scanner] if helper else [scanner]


_MARKING = 'def mark_X(frame):\n    frame["mark_X"] = frame["gap"] * 2\n    return frame'

# What a scanner does to its frame before it decides, and the helper that it needs for that.
_TREATMENTS: tuple[tuple[tuple[str, ...], str], ...] = (
    ((), ""),
    (('df["mark_X"] = df["gap"] * 2',), ""),
    (("df = df.copy()", 'df["mark_X"] = df["gap"] * 2'), ""),
    (('df = df.assign(mark_X=df["gap"] * 2)',), ""),
    (("work = df", 'work["mark_X"] = work["gap"] * 2'), ""),
    (("work = df.copy(deep=True)", 'work["mark_X"] = work["gap"] * 2'), ""),
    (('df = df[df["volume"] > 10].copy()', 'df["mark_X"] = 1'), ""),
    (('df.drop(columns=["spare"], inplace=True, errors="ignore")',), ""),
    (('df = df.drop(columns=["spare"], errors="ignore")',), ""),
    (('df.rename(columns={"tide": "tide_X"}, inplace=True)',), ""),
    (("mark_X(df)",), _MARKING),
    (("df = mark_X(df)",), _MARKING),
    (("df = mark_X(df.copy())",), _MARKING),
    (('df.insert(0, "mark_X", 1)',), ""),
    (('df["atr"] = df["atr"].round(1)', 'df["atr"] *= 2'), ""),
    (('df.loc[:, "mark_X"] = 0.5',), ""),
    (('df.loc[df["gap"] > 0.5, "mark_X"] = 1',), ""),
    (("work = df.reset_index(drop=True)", 'work["mark_X"] = 1'), ""),
    (('df.sort_values("gap", inplace=True)',), ""),
    (('df = df.sort_values("gap")', 'df["mark_X"] = 1'), ""),
    (('df.query("volume > 500", inplace=True)',), ""),
    (('df["mark_X"] = df["gap"].rolling(3).mean()', "df = df.copy()", 'df["late_X"] = 1'), ""),
    (("if len(df) > 10:", '    df["mark_X"] = 1'), ""),
    (("df.columns = [name.strip() + '_' if name == 'drift' else name for name in df.columns]",), ""),
    (("frame = df", "df = frame.copy()", 'df["mark_X"] = 1'), ""),
    (('df[["mark_X", "also_X"]] = df[["gap", "fade"]]',), ""),
    (('work = df[["gap", "fade", "range", "volume"]].copy()', 'work["mark_X"] = 1'), ""),
    (('df["mark_X"], df["also_X"] = 1, 2',), ""),
    (('df.pop("rsi") if "rsi" in df else None',), ""),
    (('mean = df["gap"].mean()', 'over = df["gap"] > mean', "df = df[over]"), ""),
)


def _runner(rng: random.Random, scanners: list[str]) -> list[str]:
    listed = ", ".join(scanners)
    calls = [f"found_{number} = {scanner}(df)" for number, scanner in enumerate(scanners)]
    copies = [f"found_{number} = {scanner}(df.copy())" for number, scanner in enumerate(scanners)]
    by_name = ", ".join(f'"{scanner[5:]}": {scanner}' for scanner in scanners)
    last = rng.choice(["return None", "return df"])
    styles = [
        ("", [*calls, last]),
        ("", [*copies, last]),
        ("", [f"found = [scan(df) for scan in ({listed})]", last]),
        ("", [f"found = [scan(df.copy()) for scan in ({listed})]", last]),
        (f"SCANS = [{listed}]", ["for scan in SCANS:", "    found = scan(df)", last]),
        (f"SCANS = {{{by_name}}}", ["for name, scan in SCANS.items():", "    found = scan(df)", last]),
        (f"SCANS = {{{by_name}}}", ["found = {name: scan(df) for name, scan in SCANS.items()}", last]),
        ("", ["for scan in (" + listed + "):", "    own = df.copy()", "    found = scan(own)", last]),
        (
            "",
            [
                "with ThreadPoolExecutor(1) as pool:",
                *(f"    job_{at} = pool.submit({scanner}, df)" for at, scanner in enumerate(scanners)),
                last,
            ],
        ),
    ]
    table, body = rng.choice(styles)
    runner = "def run_desk(df):\n" + "\n".join(f"    {line}" for line in body)
    return [table, runner] if table else [runner]
