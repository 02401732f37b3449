"""The Neovim plugin's colours can be told from the background and, whatever the vision, from each other."""

from __future__ import annotations

import itertools
import json

import pytest
from conftest import NEOVIM

pytestmark = pytest.mark.skipif(
    not NEOVIM.exists(), reason="the Neovim wheel exists for Linux on x86-64 only"
)

Colour = tuple[float, float, float]

# What is left of linear red, green and blue, after Machado, Oliveira and Fernandes (2009), at full severity.
VISIONS = {
    "common": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
LEAST_CONTRAST = 3.0  # WCAG 2.2, 1.4.11: what graphics need
LEAST_DIFFERENCE = 10.0  # CIE 1976; 2.3 is just noticeable


def linear(number: int) -> Colour:
    red, green, blue = (_linear_part((number >> shift & 0xFF) / 255) for shift in (16, 8, 0))
    return red, green, blue


def _linear_part(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def seen(colour: Colour, vision: str) -> Colour:
    red, green, blue = (
        min(1.0, max(0.0, sum(weight * part for weight, part in zip(row, colour, strict=True))))
        for row in VISIONS[vision]
    )
    return red, green, blue


def luminance(colour: Colour) -> float:
    red, green, blue = colour
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: Colour, second: Colour) -> float:
    darker, lighter = sorted((luminance(first), luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)


def lab(colour: Colour) -> Colour:
    red, green, blue = colour
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089
    fx, fy, fz = (
        value ** (1 / 3) if value > 0.008856 else 7.787 * value + 16 / 116
        for value in (x, luminance(colour), z)
    )
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def difference(first: Colour, second: Colour) -> float:
    pairs = zip(lab(first), lab(second), strict=True)
    return sum((one - other) ** 2 for one, other in pairs) ** 0.5


def test_the_bars_are_seen_and_told_apart(desk):
    desk.install()
    desk.run_neovim("colours")
    for background, found in json.loads((desk.folder / "colours.json").read_text()).items():
        ground, *bars = map(linear, (found["ground"], *found["bars"]))
        for bar in bars:
            assert contrast(ground, bar) >= LEAST_CONTRAST, background
        for vision in VISIONS:
            for one, other in itertools.combinations(bars, 2):
                told_apart = difference(seen(one, vision), seen(other, vision))
                assert told_apart >= LEAST_DIFFERENCE, (background, vision)
