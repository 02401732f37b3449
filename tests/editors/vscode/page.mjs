// A page with VS Code's workbench in it, driven as a user would. Nothing but the loopback can be reached.
import assert from "node:assert/strict";

const { chromium } = await import(process.env.PLAYWRIGHT);

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
const HERE = new Set(["127.0.0.1", "localhost"]);
// Only failing stories wait this long; a loaded machine may.
const PATIENCE = 90_000;

/** Open a browser, run the story, close it; a failure leaves a picture of what the user would have seen. */
export async function tell(story, { size = { width: 1400, height: 900 }, pictures } = {}) {
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: FLAGS });
  const page = await browser.newPage({ viewport: size });
  page.setDefaultTimeout(PATIENCE);
  await page.route("**/*", (route) => {
    const address = new URL(route.request().url());
    const local = HERE.has(address.hostname) || ["data:", "blob:"].includes(address.protocol);
    return local ? route.continue() : route.abort();
  });
  try {
    await story(new Workbench(page));
  } catch (error) {
    await page.screenshot({ path: `${pictures}/failed.png` });
    throw error;
  } finally {
    await browser.close();
  }
}

export class Workbench {
  constructor(page) {
    this.page = page;
    this.started = Date.now();
  }

  /** Say what has been seen, for whoever reads a failed run. */
  saw(what) {
    console.log(`${((Date.now() - this.started) / 1000).toFixed(1).padStart(6)} ${what}`);
  }

  async open(address, folder, payload = []) {
    const query = new URLSearchParams({ folder, payload: JSON.stringify(payload) });
    await this.page.goto(`${address}/?${query}`, { waitUntil: "domcontentloaded" });
    await this.page.waitForSelector(".monaco-workbench .part.statusbar");
  }

  async openFile(name) {
    await this.page.locator(".explorer-folders-view .monaco-list-row", { hasText: name }).first().dblclick();
    await this.page.waitForSelector(".monaco-editor .view-line");
    await this.page.waitForSelector(`.tab.active[data-resource-name="${name}"]`);
  }

  /** Run a command of the palette, named in full. */
  async command(title) {
    await this.page.keyboard.press("F1");
    const input = this.page.locator(".quick-input-widget input");
    await input.waitFor();
    await this.entered(`>${title}`, async (row) => (await row.getAttribute("aria-label"))?.startsWith(title), `command ${title}`);
  }

  /** Pick an entry of the list that is open. */
  async pick(text) {
    await this.entered(text, async (row) => (await row.textContent())?.includes(text), `entry ${text}`);
  }

  /** Put a text into the list's field and take the first row, once it is the one meant; a list that takes the place of
   *  the palette is empty, so that what was put into the palette's field is put into its own again. */
  async entered(text, isMeant, what) {
    const input = this.page.locator(".quick-input-widget input.input");
    const row = this.page.locator(".quick-input-list .monaco-list-row").first();
    await this.until(async () => {
      if ((await input.count()) === 0 || !(await input.first().isVisible())) {
        return false;
      }
      if ((await input.first().inputValue()) !== text) {
        await input.first().fill(text);
        return false;
      }
      return (await row.count()) > 0 && (await isMeant(row));
    }, what);
    await this.page.keyboard.press("Enter");
  }

  async goToLine(line) {
    await this.page.keyboard.press("Control+G");
    await this.entered(`:${line}`, async (row) => (await row.textContent())?.includes(String(line)), `line ${line}`);
    await this.until(async () => (await this.cursorLine()) === line, `the cursor is in line ${line}`);
  }

  async cursorLine() {
    const text = await this.page.locator(".part.statusbar").innerText();
    return Number(/Ln (\d+)/.exec(text)?.[1]);
  }

  /** What isoscan says in the status bar. */
  async status() {
    const item = this.page.locator('.statusbar-item[id="isoscan.isoscan.isoscan.status"], .statusbar-item[id*="isoscan.status"]');
    return (await item.count()) > 0 ? ((await item.first().textContent()) ?? "").trim() : "";
  }

  /** The marks in the text on the screen, as they are drawn. */
  bars() {
    return this.page.evaluate(() =>
      [...document.querySelectorAll(".monaco-editor .view-overlays .cdr")]
        .map((element) => getComputedStyle(element))
        .filter((style) => style.borderLeftWidth === "3px")
        .map((style) => ({
          line: style.borderLeftStyle,
          colour: style.borderLeftColor,
          background: style.backgroundColor,
        })),
    );
  }

  /** How many scanners begin on the screen, by the line above their first lines. */
  beginnings() {
    return this.page.evaluate(
      () =>
        [...document.querySelectorAll(".monaco-editor .view-overlays .cdr")]
          .map((element) => getComputedStyle(element))
          .filter((style) => style.borderTopWidth === "1px" && style.borderLeftWidth === "0px").length,
    );
  }

  /** Wait until something is true, looking again and again. */
  async until(isTrue, what) {
    const end = Date.now() + PATIENCE;
    while (!(await isTrue())) {
      assert.ok(Date.now() < end, `${what}: not within ${PATIENCE / 1000} s`);
      await this.page.waitForTimeout(50);
    }
    this.saw(what);
  }
}
