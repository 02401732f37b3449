// What a user of the packaged extension sees, from opening a file to extracting a scanner from it.
//     node story.mjs ADDRESS FOLDER PICTURES THEME
import assert from "node:assert/strict";
import { tell } from "./page.mjs";

const [, , address, folder, pictures, theme] = process.argv;

await tell(
  async (workbench) => {
    const { page } = workbench;
    const picture = (name) => page.screenshot({ path: `${pictures}/${theme}-${name}.png` });

    await workbench.open(address, folder);
    await workbench.openFile("desk.py");
    await workbench.until(async () => (await workbench.status()) === "35 scanners", "35 scanners in the status bar");

    await workbench.command("isoscan: Go to Scanner...");
    await workbench.pick("setup_breakout_d2");
    await workbench.until(async () => (await workbench.status()) === "setup_breakout_d2 1.00", "scanner under the cursor");
    await workbench.until(async () => (await workbench.cursorLine()) === 320, "the cursor is in its first line");

    await workbench.until(async () => (await workbench.beginnings()) >= 2, "scanners begin on the screen");
    const different = async (property) => new Set((await workbench.bars()).map((bar) => bar[property])).size;
    await workbench.until(async () => (await different("colour")) >= 2, "neighbours differ in colour");
    // With validThreshold at 0.985, setup_parabolic (0.98) is uncertain and the others (0.99) are not.
    await workbench.until(async () => (await different("line")) === 2, "certain and uncertain differ in line");
    await workbench.until(async () => {
      const bars = await workbench.bars();
      const known = bars.every(({ line }) => ["solid", "dashed"].includes(line));
      return known && bars.every(({ background }) => /^rgba\(.*, 0\.0\d+\)$/.test(background));
    }, "bars are solid or dashed, and backgrounds faint");
    await picture("highlights");

    await workbench.command("isoscan: Toggle Scanner Highlights");
    await workbench.until(
      async () => (await workbench.bars()).length + (await workbench.beginnings()) === 0,
      "highlights are off",
    );
    await workbench.command("isoscan: Toggle Scanner Highlights");
    await workbench.until(async () => (await workbench.bars()).length > 0, "highlights are on again");

    await workbench.command("isoscan: Show Evidence for Scanner...");
    await workbench.pick("scan_gap_up");
    const hover = page.locator(".monaco-hover:not(.hidden)");
    await workbench.until(
      async () => /Scanner scan_gap_up[\s\S]*confidence[\s\S]*structural/.test((await hover.allInnerTexts()).join()),
      "evidence in a hover",
    );
    await picture("evidence");
    await workbench.insist(
      () => page.keyboard.press("Escape"),
      async () => !/structural/.test((await hover.allInnerTexts()).join()),
      "the hover is gone",
    );

    await page.waitForSelector(".squiggly-warning, .squiggly-info, .squiggly-hint", { state: "attached" });
    await workbench.until(
      async () => (await page.locator(".codelens-decoration").allInnerTexts()).some((text) => /isolation/.test(text)),
      "lenses above scanners",
    );
    await workbench.goToLine(399);
    const body = async () => (await workbench.lines()).some((line) => /hits\.append.*"gap_up"/.test(line));
    await workbench.until(body, "a scanner's body is on the screen");
    await page.waitForSelector(".monaco-editor.focused");
    await workbench.insist(() => page.keyboard.press("Control+Shift+BracketLeft"), async () => !(await body()), "a scanner folded");
    await workbench.insist(() => page.keyboard.press("Control+Shift+BracketRight"), body, "and unfolded");

    const problems = page.locator(".markers-panel .monaco-list-row");
    const toggle = () => page.keyboard.press("Control+Shift+M");
    await workbench.insist(
      toggle,
      async () => /ISO201|foreign|also changes/.test((await problems.allInnerTexts()).join()),
      "findings in the problems panel",
    );
    await workbench.insist(toggle, async () => !(await problems.first().isVisible()), "the panel is closed");

    const rows = page.locator(".part.sidebar .monaco-list-row");
    const row = rows.filter({ hasText: "scan_gap_up" }).first();
    await workbench.insist(
      () => page.locator('.activitybar .action-label[aria-label^="isoscan"]').click({ timeout: 5_000 }),
      () => row.isVisible(),
      "the view is open",
    );
    const labelled = (text) => async () => text.test((await row.getAttribute("aria-label", { timeout: 5_000 })) ?? "");
    await workbench.until(
      labelled(/Scanner scan_gap_up \(function\), lines 398-414.*isolation 0\.59/),
      "a scanner in the tree",
    );
    const goes = (place, line, what) =>
      workbench.insist(() => place.click({ timeout: 5_000 }), async () => (await workbench.cursorLine()) === line, what);
    await workbench.goToLine(1);
    await goes(row, 399, "a click on a scanner goes to it");
    await workbench.insist(
      () => row.locator(".monaco-tl-twistie").click({ timeout: 5_000 }),
      async () => (await row.getAttribute("aria-expanded", { timeout: 5_000 })) === "true",
      "a scanner in the tree is opened",
    );
    const parameter = rows.filter({ hasText: "gap_rvol" }).first();
    await parameter.waitFor();
    await rows.filter({ hasText: "ISO201" }).first().waitFor();
    await picture("tree");
    await goes(parameter, 407, "a click on a parameter goes to it");

    await workbench.insist(
      () => page.locator(".view-line", { hasText: "gap_rvol" }).first().click({ timeout: 5_000 }),
      () => page.locator(".monaco-editor.focused").first().isVisible(),
      "a click into the text puts the cursor there",
    );
    const added = "def scan_late(df, min_run=4):\n    return df[(df['run_10_pct'] >= min_run) & (df['rvol'] > 2)]\n";
    await workbench.type("Control+End", async () => (await workbench.cursorLine()) > 1000, `\n\n\n${added}`);
    await workbench.until(
      async () => (await workbench.lines()).some((line) => /\(df\['rvol'\] > .*2\)\]$/.test(line)),
      "what was typed is there",
    );
    await workbench.until(async () => /36 scanners|scan_late/.test(await workbench.status()), "a scanner that was typed");
    await workbench.type("Control+Home", async () => (await workbench.cursorLine()) === 1, "# 🚀\n");
    await workbench.until(async () => (await workbench.lines()).includes("# 🚀"), "a line that was typed at the top");
    await workbench.goToLine(321);
    await workbench.until(async () => /^setup_breakout_d2/.test(await workbench.status()), "scanners move with the text");

    await workbench.command("isoscan: Extract Scanner to a File of Its Own...");
    await workbench.pick("setup_breakout_d2");
    await page.waitForSelector('.tab[data-resource-name="setup_breakout_d2.py"]');
    await picture("extracted");

    const errors = page.locator(".notification-toast", { has: page.locator(".codicon-error") });
    assert.deepEqual((await errors.allInnerTexts()).filter((text) => /isoscan/.test(text)), [], "no error was shown");
  },
  { pictures },
);
