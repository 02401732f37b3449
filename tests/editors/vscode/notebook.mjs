// What a user sees of the scanners in a notebook's cells.
//     node notebook.mjs ADDRESS FOLDER PICTURES
import { tell } from "./page.mjs";

const [, , address, folder, pictures] = process.argv;

await tell(
  async (workbench) => {
    const { page } = workbench;
    await workbench.open(address, folder);
    // By then the editor knows what a notebook is.
    await workbench.openFile("desk.py");
    await workbench.until(async () => (await workbench.status()) === "35 scanners", "35 scanners in the status bar");
    await workbench.openFile("desk.ipynb");
    await page.waitForSelector(".notebookOverlay .monaco-editor .view-line");
    await workbench.until(async () => (await workbench.beginnings()) === 2, "a scanner begins in two cells");
    await workbench.until(
      async () => new Set((await workbench.bars()).map(({ colour }) => colour)).size === 2,
      "neighbours differ in colour across cells",
    );
    await workbench.insist(
      () => page.locator(".notebookOverlay .view-line", { hasText: "def scan_fall" }).first().click({ timeout: 5_000 }),
      async () => /^scan_fall/.test(await workbench.status()),
      "the scanner under the cursor",
    );
    await page.screenshot({ path: `${pictures}/notebook.png` });
    await workbench.command("isoscan: Go to Scanner...");
    await workbench.pick("scan_rise");
    await workbench.until(async () => /^scan_rise/.test(await workbench.status()), "gone to one in another cell");
    const cell = page.locator(".notebookOverlay .monaco-editor.focused", { hasText: "def scan_rise" });
    await cell.first().waitFor();
    await page.keyboard.press("Home");
    await page.keyboard.type("# 🚀\n");
    await workbench.until(async () => (await cell.first().innerText()).includes("🚀"), "a line that was typed above one");
    await workbench.until(async () => (await workbench.beginnings()) === 2, "they are still marked");
    await workbench.insist(
      () => page.locator('.activitybar .action-label[aria-label^="isoscan"]').click({ timeout: 5_000 }),
      () => page.locator(".part.sidebar .monaco-list-row", { hasText: "scan_rise" }).first().isVisible(),
      "the view is open",
    );
    for (const name of ["scan_rise", "scan_fall"]) {
      await page.locator(".part.sidebar .monaco-list-row", { hasText: name }).first().waitFor();
    }
    workbench.saw("the view has the scanners of all cells");
  },
  { pictures },
);
