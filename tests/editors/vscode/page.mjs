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
// How long something may take to show its effect before it is done again.
const REST = 4_000;

/** Open a browser, run the story, close it; a failure leaves a picture of what the user would have seen. */
export async function tell(story, { size = { width: 1400, height: 900 }, pictures } = {}) {
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: FLAGS, timeout: PATIENCE });
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
    // The failure counts, whether or not there is a picture of it.
    await page.screenshot({ path: `${pictures}/failed.png` }).catch((reason) => console.log(`no picture: ${reason}`));
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
    const row = this.page.locator(".explorer-folders-view .monaco-list-row", { hasText: name }).first();
    const tab = this.page.locator(`.tab.active[data-resource-name="${name}"]`);
    await this.insist(() => row.dblclick({ timeout: REST }), async () => (await tab.count()) > 0, `${name} is in front`);
    await this.page.waitForSelector(".monaco-editor .view-line");
  }

  /** Run a command of the palette, named in full. */
  async command(title) {
    const isMeant = async (row) => (await row.getAttribute("aria-label", { timeout: REST }))?.startsWith(title);
    await this.entered(`>${title}`, isMeant, `command ${title}`, "F1");
  }

  /** Pick an entry of the list that opens by itself. */
  async pick(text) {
    await this.entered(text, async (row) => (await row.textContent({ timeout: REST }))?.includes(text), `entry ${text}`);
  }

  async goToLine(line) {
    const isMeant = async (row) => (await row.textContent({ timeout: REST }))?.includes(String(line));
    await this.entered(`:${line}`, isMeant, `line ${line}`, "Control+G");
    await this.until(async () => (await this.cursorLine()) === line, `the cursor is in line ${line}`);
  }

  /** Put a text into a list's field, take the first row once it is the one meant and the one that Enter takes, and wait
   *  until the list has gone. A list that takes the place of the palette is empty, so that what was put into the
   *  palette's field is put into its own again. Where a key
   *  opens the list, that is done again when it was lost, or the list was made before what is meant was there. */
  async entered(text, isMeant, what, key) {
    const input = this.page.locator(".quick-input-widget input.input").first();
    const row = this.page.locator(".quick-input-list .monaco-list-row").first();
    const isOpen = () => input.isVisible();
    const isReady = async () => {
      if (!(await isOpen())) {
        return false;
      }
      if ((await input.inputValue({ timeout: REST })) !== text) {
        await input.fill(text, { timeout: REST });
        return false;
      }
      const taken = (await row.count()) > 0 && /\bfocused\b/.test((await row.getAttribute("class", { timeout: REST })) ?? "");
      return taken && (await isMeant(row));
    };
    if (key === undefined) {
      await this.until(isReady, what);
    } else {
      const open = async () => {
        if (await isOpen()) {
          await this.page.keyboard.press("Escape");
        }
        await this.page.keyboard.press(key);
      };
      await this.insist(open, isReady, what);
    }
    await input.press("Enter");
    await this.until(
      async () => !(await isOpen()) || (await input.inputValue({ timeout: REST })) !== text,
      `${what} is taken`,
    );
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

  /** The lines on the screen, in no order, as they are drawn: hints may stand in them. */
  async lines() {
    const shown = await this.page.locator(".monaco-editor .view-line").allInnerTexts();
    return shown.map((line) => line.replaceAll("\u00a0", " ").trimEnd());
  }

  /** Type into the editor that has the cursor, from a place in its text that a key leads to. */
  async type(key, isThere, text) {
    await this.page.waitForSelector(".monaco-editor.focused");
    await this.insist(() => this.page.keyboard.press(key), isThere, `the cursor is where ${key} leads`);
    await this.page.keyboard.type(text);
  }

  /** Wait until something is true, looking again and again; what cannot be read while the page changes is looked at again. */
  async until(isTrue, what, patience = PATIENCE) {
    const end = Date.now() + patience;
    while (!(await this.holds(isTrue))) {
      assert.ok(Date.now() < end, `${what}: not within ${patience / 1000} s${this.because()}`);
      await this.page.waitForTimeout(50);
    }
    this.saw(what);
  }

  /** Do something again and again until something is true: a key or a click may meet a page that is busy with something
   *  else, or a row that is just drawn anew. For what may be done twice. */
  async insist(act, isTrue, what) {
    const end = Date.now() + PATIENCE;
    while (!(await this.holds(isTrue))) {
      assert.ok(Date.now() < end, `${what}: not within ${PATIENCE / 1000} s${this.because()}`);
      await this.holds(act);
      const rested = Date.now() + REST;
      while (Date.now() < rested && !(await this.holds(isTrue))) {
        await this.page.waitForTimeout(50);
      }
    }
    this.saw(what);
  }

  async holds(isTrue) {
    try {
      return await isTrue();
    } catch (error) {
      this.problem = error;
      return false;
    }
  }

  because() {
    return this.problem === undefined ? "" : `; last problem: ${this.problem.message}`;
  }
}
