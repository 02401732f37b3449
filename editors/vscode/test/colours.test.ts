import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { COLOURS } from "../src/scanners/scanner";

type Triple = readonly [number, number, number];
type Theme = "dark" | "light" | "highContrast" | "highContrastLight";

interface Colour {
  readonly id: string;
  readonly defaults: Record<Theme, string>;
}

const { contributes } = JSON.parse(readFileSync("package.json", "utf8")) as { contributes: { colors: Colour[] } };

const GROUNDS: Record<Theme, string> = {
  dark: "#1F1F1F",
  light: "#FFFFFF",
  highContrast: "#000000",
  highContrastLight: "#FFFFFF",
};

/** How people without one kind of cone see linear RGB (Machado, Oliveira and Fernandes, 2009, severity 1). */
const SIGHTS: Record<string, readonly [Triple, Triple, Triple]> = {
  normal: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
  protanopia: [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
  deuteranopia: [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
  tritanopia: [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
};

function linear(colour: string): Triple {
  const channel = (start: number): number => {
    const value = Number.parseInt(colour.slice(start, start + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
}

const product = (row: Triple, colour: Triple): number => row[0] * colour[0] + row[1] * colour[1] + row[2] * colour[2];

function seen(colour: string, [red, green, blue]: readonly [Triple, Triple, Triple]): Triple {
  const source = linear(colour);
  const clipped = (row: Triple): number => Math.min(1, Math.max(0, product(row, source)));
  return [clipped(red), clipped(green), clipped(blue)];
}

function lab(colour: Triple): Triple {
  const root = (value: number): number => (value > 0.008856 ? Math.cbrt(value) : 7.787 * value + 16 / 116);
  const x = root(product([0.4124, 0.3576, 0.1805], colour) / 0.9505);
  const y = root(product([0.2126, 0.7152, 0.0722], colour));
  const z = root(product([0.0193, 0.1192, 0.9505], colour) / 1.089);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

const difference = (left: Triple, right: Triple): number =>
  Math.hypot(left[0] - right[0], left[1] - right[1], left[2] - right[2]);

function contrast(one: string, other: string): number {
  const luminance = (colour: string): number => product([0.2126, 0.7152, 0.0722], linear(colour));
  const [dark, bright] = [luminance(one), luminance(other)].sort((left, right) => left - right) as [number, number];
  return (bright + 0.05) / (dark + 0.05);
}

const bars = (theme: Theme): string[] =>
  contributes.colors.filter(({ id }) => id.startsWith("isoscan.scannerBar")).map(({ defaults }) => defaults[theme]);

test("every colour has a bar and a background in every theme", () => {
  assert.equal(contributes.colors.length, 2 * COLOURS);
  for (const { id, defaults } of contributes.colors) {
    for (const theme of Object.keys(GROUNDS) as Theme[]) {
      assert.match(defaults[theme], /^#[0-9A-F]{6}([0-9A-F]{2})?$/, `${id}, ${theme}`);
    }
  }
});

test("bars stand out from the background of every theme, as WCAG demands of graphics", () => {
  for (const [theme, ground] of Object.entries(GROUNDS)) {
    for (const bar of bars(theme as Theme)) {
      assert.ok(contrast(bar, ground) >= 3, `${theme}: ${bar} has contrast ${contrast(bar, ground).toFixed(2)}`);
    }
  }
});

test("any two bars differ, whatever kind of colour vision", () => {
  for (const theme of Object.keys(GROUNDS) as Theme[]) {
    for (const [sight, matrix] of Object.entries(SIGHTS)) {
      const colours = bars(theme);
      colours.forEach((one, index) => {
        for (const other of colours.slice(index + 1)) {
          const distance = difference(lab(seen(one, matrix)), lab(seen(other, matrix)));
          assert.ok(distance >= 18, `${theme}, ${sight}: ${one} and ${other} differ by ${distance.toFixed(1)}`);
        }
      });
    }
  }
});

test("backgrounds are faint enough to read any theme's text on", () => {
  for (const { id, defaults } of contributes.colors.filter(({ id }) => id.startsWith("isoscan.scannerBackground"))) {
    for (const colour of Object.values(defaults)) {
      assert.ok(Number.parseInt(colour.slice(7, 9), 16) <= 0x20, `${id}: ${colour}`);
    }
  }
});
