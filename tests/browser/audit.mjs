// Reads pages of a served microsite as its readers do, and prints as JSON what keeps any of them out.
//
//   node audit.mjs ORIGIN SITE [--every] [--path PATH,PATH …] [--brief]
//
// ORIGIN is the running server, SITE the folder it serves. Without --every it chooses pages (choice.mjs); --brief leaves
// out the desk, the keyboard and Zalo. Each page is
// read on a phone and at a desk, light and dark, at twice the size, narrow, with wide spacing, by keyboard, in forced
// colours, in Zalo's browser and without scripts. One Chromium, one page at a time.
import { readFileSync } from "node:fs";
import { few, pages } from "./choice.mjs";
import { flag, launch, require, value } from "./chromium.mjs";
import { focused, hidden, languages, sideways, targets } from "./reader.mjs";

const AXE = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const RULES = {
  runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"],
  rules: { "target-size": { enabled: true } },
  resultTypes: ["violations"],
};
const COLOURS = { runOnly: { type: "rule", values: ["color-contrast", "link-in-text-block"] }, resultTypes: ["violations"] };
// WCAG 1.4.12, and what the reader's browser does when the text alone is set to 200 %.
const SPACING = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }";
const TEXT = { usual: 16, twice: 32 };
const ZALO = "Mozilla/5.0 (Linux; Android 11; RMX1973 Build/RKQ1.201217.002;) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/142.0.7444.171 Safari/537.36 Zalo android/25112868 ZaloTheme/dark ZaloLanguage/vi";

const [origin, site] = process.argv.slice(2);
const all = pages(site);
const asked = value("path")?.split(",");
const chosen = asked ? all.filter((page) => asked.includes(page.path)) : flag("every") ? all : few(all);
const browser = await launch();
const faults = [];
let current = { path: "", way: "" };
const tell = (list) => list.forEach((fault) => faults.push({ page: current.path, way: current.way, ...fault }));

/** A tab whose complaints are kept. */
async function tab(options) {
  const context = await browser.newContext({ reducedMotion: "reduce", ...options });
  const page = await context.newPage();
  const complain = (detail) => tell([{ what: "console", where: "", detail }]);
  page.on("console", (message) => {
    const expected = current.missing && message.text().includes("404");
    if (["error", "warning"].includes(message.type()) && !expected) complain(message.text());
  });
  page.on("pageerror", (error) => complain(String(error)));
  page.on("request", (request) => {
    if (!request.url().startsWith(origin)) complain(`asks another host: ${request.url()}`);
  });
  return page;
}

async function axe(page, rules) {
  const { violations } = await page.evaluate((rules) => window.axe.run(document, rules), rules);
  return violations.flatMap((v) => v.nodes.slice(0, 3).map((node) => ({
    what: `axe ${v.id}`, where: node.target.join(" "), detail: node.failureSummary.replace(/\s+/g, " "),
  })));
}

/** The five ways a page is read on a phone, from one view of it. */
async function phone(page, client, entry) {
  const way = async (name, settings, checks) => {
    current.way = name;
    if (settings.width) await page.setViewportSize({ width: settings.width, height: 740 });
    await client.send("Page.setFontSizes", { fontSizes: { standard: settings.text ?? TEXT.usual } });
    await page.emulateMedia({ colorScheme: settings.dark ? "dark" : "light", forcedColors: settings.forced ? "active" : "none", reducedMotion: "reduce" });
    await checks();
  };
  await way("phone", { width: 360 }, async () => {
    tell(await axe(page, RULES));
    for (const check of [hidden, targets, languages]) tell(await page.evaluate(check));
    tell(await page.evaluate(sideways, 360));
    const moving = await page.evaluate(() => document.getAnimations().length);
    if (moving) tell([{ what: "moves", where: "", detail: `${moving} animations though the reader wants none` }]);
  });
  await way("phone, dark", { dark: true }, async () => tell(await axe(page, COLOURS)));
  await way("phone, forced colours", { forced: true }, async () => tell(await page.evaluate(hidden)));
  await way("phone, text at 200 %", { text: TEXT.twice }, async () => {
    tell(await axe(page, RULES));
    tell(await page.evaluate(hidden));
    tell(await page.evaluate(sideways, 360));
  });
  await way("320 px", { width: 320 }, async () => {
    tell(await page.evaluate(sideways, 320));
    tell(await page.evaluate(hidden));
  });
  await way("320 px, wide spacing", {}, async () => {
    await page.evaluate((css) => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(css);
      document.adoptedStyleSheets = [sheet];
    }, SPACING);
    tell(await page.evaluate(sideways, 320));
    tell(await page.evaluate(hidden));
  });
}

/** At a desk: wide, dark, zoomed to 200 %, and with the keyboard alone. */
async function desk(page) {
  current.way = "desk";
  await page.setViewportSize({ width: 1280, height: 860 });
  await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
  tell(await axe(page, RULES));
  tell(await page.evaluate(hidden));
  tell(await page.evaluate(sideways, 1280));
  await keyboard(page);
  current.way = "desk, dark";
  await page.emulateMedia({ colorScheme: "dark", reducedMotion: "reduce" });
  tell(await axe(page, COLOURS));
  current.way = "desk, zoom 200 %";
  await page.setViewportSize({ width: 640, height: 430 });
  tell(await axe(page, RULES));
  tell(await page.evaluate(hidden));
  tell(await page.evaluate(sideways, 640));
}

/** Walks through the page by Tab: everything that takes the focus shows it, and the skip link comes first. */
async function keyboard(page) {
  current.way = "keyboard";
  const count = await page.evaluate(() => document.querySelectorAll("a[href], button, input, select, textarea, summary, audio").length);
  for (let n = 0; n <= count + 1; n++) {
    await page.keyboard.press("Tab");
    const now = await page.evaluate(focused);
    if (!now) break;
    tell(now.faults);
    if (n === 0 && !now.skip) tell([{ what: "skip link", where: "", detail: "is not what Tab reaches first" }]);
    if (n === 0 && now.skip) {
      await page.keyboard.press("Enter");
      await page.keyboard.press("Tab");
      const inside = await page.evaluate(focused);
      const any = await page.evaluate(() => document.querySelector("main a[href], main button, main input") !== null);
      if (any && !inside?.main) tell([{ what: "skip link", where: "", detail: "does not lead into main" }]);
      // Back to the top, to walk through what was skipped too.
      await page.evaluate(() => { document.querySelector(".skip").focus(); });
    }
  }
}

/** A page that must be there to read, whatever the browser is or may not do. */
async function smoke(page, entry) {
  const answer = await page.goto(origin + entry.path, { waitUntil: "load" });
  const heading = await page.locator("h1").innerText();
  const text = await page.locator("main").innerText();
  const wrong = [];
  if (answer.status() !== (entry.missing ? 404 : 200)) wrong.push(`status ${answer.status()}`);
  if (!heading.trim() || text.length < heading.length) wrong.push("nothing to read");
  tell(wrong.map((detail) => ({ what: "smoke", where: "", detail })));
}

const small = { viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };
const tabs = { phone: await tab(small), plain: await tab({ ...small, javaScriptEnabled: false }) };
if (!flag("brief")) {
  tabs.desk = await tab({ viewport: { width: 1280, height: 860 } });
  tabs.zalo = await tab({ ...small, userAgent: ZALO });
}
const client = await tabs.phone.context().newCDPSession(tabs.phone);
for (const entry of chosen) {
  for (const [name, page] of Object.entries(tabs)) {
    current = { ...entry, way: name };
    await smoke(page, entry);
    if (name === "phone" || name === "desk") await page.evaluate(AXE);
    if (name === "phone") await phone(page, client, entry);
    if (name === "desk") await desk(page);
  }
}
await browser.close();
console.log(JSON.stringify({ pages: chosen.map((page) => page.path), faults }));
