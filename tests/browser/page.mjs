// Opens a page in the system's Chromium and prints, as JSON, what a reader gets.
//
//   node page.mjs URL [--width 360] [--height 740] [--lang vi-VN] [--agent UA] [--dark] [--no-scripts]
//                     [--screenshot FILE] [--full] [--pdf FILE] [--wait MS] [--click SELECTOR]
//
// Run it where `playwright-core` can be found (tests/run installs it under target/node).
import { flag, launch, value } from "./chromium.mjs";

const url = process.argv[2];
const browser = await launch();
const context = await browser.newContext({
  viewport: { width: Number(value("width", 360)), height: Number(value("height", 740)) },
  deviceScaleFactor: Number(value("scale", 2)),
  locale: value("lang", "vi-VN"),
  userAgent: value("agent", undefined),
  colorScheme: flag("dark") ? "dark" : "light",
  javaScriptEnabled: !flag("no-scripts"),
  isMobile: Number(value("width", 360)) < 800,
  hasTouch: Number(value("width", 360)) < 800,
});
const page = await context.newPage();
const requests = [];
const complaints = [];
page.on("request", (request) => requests.push(request.url()));
page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
page.on("pageerror", (error) => complaints.push(String(error)));

const response = await page.goto(url, { waitUntil: "load" });
if (value("wait")) await page.waitForTimeout(Number(value("wait")));
if (value("click")) {
  await page.click(value("click"));
  await page.waitForLoadState("load");
}
const seen = {
  status: response.status(),
  headers: response.headers(),
  address: page.url(),
  title: await page.title(),
  lang: await page.locator("html").getAttribute("lang"),
  heading: await page.locator("h1").first().innerText(),
  text: await page.locator("body").innerText(),
  // Anything wider than the window would make the reader scroll sideways.
  width: await page.evaluate("document.documentElement.scrollWidth").catch(() => null),
  // Of the longest paragraph: the running text.
  fontSize: await page.locator("main p").evaluateAll((all) => {
    const longest = all.reduce((a, b) => (b.innerText.length > a.innerText.length ? b : a));
    return parseFloat(getComputedStyle(longest).fontSize);
  }).catch(() => null),
  images: await page.locator("img").evaluateAll((all) => all.map((i) => ({ src: i.currentSrc, width: i.naturalWidth, alt: i.alt, lazy: i.loading }))).catch(() => null),
  requests,
  complaints,
};
if (value("screenshot")) await page.screenshot({ path: value("screenshot"), fullPage: flag("full") });
if (value("pdf")) await page.pdf({ path: value("pdf"), format: "A4", printBackground: false });
await browser.close();
console.log(JSON.stringify(seen));
