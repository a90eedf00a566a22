// Goes through the steps of a journey in the system's Chromium, in one browser, and prints as JSON what each shows.
//
//   node journey.mjs ADDRESS [--no-scripts] [--no-preload] [--lang vi-VN] < steps.json
//
// Steps, each a list: ["open", path] ["reload"] ["offline"] ["online"] ["kept", path] waits until the page at a path is
// kept, ["wait", selector] ["click", selector] ["type", selector, text] ["press", key] ["see", name] notes what is seen
// under a name, ["js", name, expression] notes what an expression gives, ["shot", file, {width, dark}].
//
// Run it where `playwright-core` can be found (tests/run installs it under target/node).
import { createRequire } from "node:module";
import { text } from "node:stream/consumers";

const require = createRequire(process.cwd() + "/");
const { chromium } = require("playwright-core");

const [address, ...rest] = process.argv.slice(2);
const flag = (name) => rest.includes("--" + name);
const value = (name, otherwise) => (flag(name) ? rest[rest.indexOf("--" + name) + 1] : otherwise);

const steps = JSON.parse(await text(process.stdin));
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"],
});
const context = await browser.newContext({
  viewport: { width: Number(value("width", 360)), height: 740 },
  locale: value("lang", "vi-VN"),
  javaScriptEnabled: !flag("no-scripts"),
});
if (flag("no-preload")) {
  // An older browser: the worker finds nothing to switch on.
  await context.route("**/sw.js", async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: (await response.text()).replaceAll("navigationPreload", "none") });
  });
}
const page = await context.newPage();
page.setDefaultTimeout(15000);
const complaints = [];
page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
page.on("pageerror", (error) => complaints.push(String(error)));

// A page is kept once the list of kept pages names it with its title: that is written last.
const isKept = (path) => page.waitForFunction(async (path) => {
  const list = await (await caches.open("disan-pages")).match("/~kept");
  return list && (await list.json()).some((row) => row.p === path && row.t);
}, path, { polling: 100 });

async function go(open) {
  try {
    await open({ waitUntil: "load" });
    return null;
  } catch (error) {
    return String(error).split("\n")[0];
  }
}

const seen = { complaints };
let failed = null;
for (const [verb, ...given] of steps) {
  if (verb === "open") failed = await go((options) => page.goto(address + given[0], options));
  else if (verb === "reload") failed = await go((options) => page.reload(options));
  else if (verb === "offline") await context.setOffline(true);
  else if (verb === "online") await context.setOffline(false);
  else if (verb === "kept") await isKept(given[0]);
  else if (verb === "wait") await page.waitForSelector(given[0]);
  else if (verb === "click") await page.click(given[0]);
  else if (verb === "type") await page.fill(given[0], given[1]);
  else if (verb === "press") await page.keyboard.press(given[0]);
  else if (verb === "js") seen[given[0]] = await page.evaluate(given[1]);
  else if (verb === "shot") {
    await page.emulateMedia({ colorScheme: given[1]?.dark ? "dark" : "light" });
    await page.setViewportSize({ width: given[1]?.width ?? 360, height: 740 });
    await page.screenshot({ path: given[0], fullPage: true });
  } else if (verb === "see") {
    seen[given[0]] = failed ? { failed } : {
      path: await page.evaluate("location.pathname + location.search").catch(() => page.url()),
      heading: await page.locator("h1").first().innerText(),
      text: await page.locator("main").innerText(),
      images: flag("no-scripts") ? [] : await page.locator("main img").evaluateAll((all) => all.map((one) => one.naturalWidth)),
    };
  } else throw new Error("no such step: " + verb);
}
await browser.close();
console.log(JSON.stringify(seen));
