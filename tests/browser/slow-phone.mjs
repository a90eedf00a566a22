// How long a cheap phone far from a mast waits for the text, from the tap on a code: prints JSON.
//
//   node slow-phone.mjs ORIGIN PATH [--rounds 3] [--rate 400000] [--trip 400] [--cpu 4] [--agent UA]
//
// ORIGIN is the plain server; PATH is opened through TLS 1.3 over a slow link (tunnel.mjs), each time with nothing
// known: no address, no connection, no ticket, no cache. The processor is slowed --cpu times.
import { flag, launch, value } from "./chromium.mjs";
import { open } from "./tunnel.mjs";

const [origin, path] = process.argv.slice(2);
const link = { rate: Number(value("rate", 400_000)), trip: Number(value("trip", 400)), name: !flag("known") };
const rounds = [];
for (let round = 0; round < Number(value("rounds", 3)); round++) {
  const tunnel = await open(origin, "di-san.vn", link);
  const browser = await launch(...tunnel.flags);
  try {
    rounds.push(await visit(browser, tunnel.origin + path));
  } finally {
    await browser.close();
    tunnel.close();
  }
}
console.log(JSON.stringify(rounds));
process.exit(0);

async function visit(browser, url) {
  const context = await browser.newContext({
    viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true, locale: "vi-VN",
  });
  const page = await context.newPage();
  const client = await context.newCDPSession(page);
  await client.send("Emulation.setCPUThrottlingRate", { rate: Number(value("cpu", 4)) });
  let protocol = "";
  await client.send("Network.enable");
  client.on("Network.responseReceived", ({ type, response }) => {
    if (type === "Document") protocol = response.securityDetails?.protocol;
  });
  await page.goto(url, { waitUntil: "load" });
  return page.evaluate(async (protocol) => {
    const candidates = await new Promise((done) => {
      new PerformanceObserver((list) => done(list.getEntries())).observe({ type: "largest-contentful-paint", buffered: true });
    });
    const navigation = performance.getEntriesByType("navigation")[0];
    const heading = candidates.find((c) => c.element?.closest("h1, .summary, main p"));
    const shown = candidates.filter((c) => c.element);
    return {
      protocol,
      packed: navigation.encodedBodySize,
      firstByte: Math.round(navigation.responseStart),
      html: Math.round(navigation.responseEnd),
      firstPaint: Math.round(performance.getEntriesByName("first-contentful-paint")[0].startTime),
      text: Math.round(heading?.startTime ?? NaN),
      largest: Math.round(shown.at(-1)?.startTime ?? NaN),
      largestIs: shown.at(-1)?.element.tagName,
      load: Math.round(navigation.loadEventStart),
      bytes: performance.getEntriesByType("resource").reduce((sum, r) => sum + r.transferSize, navigation.transferSize),
    };
  }, protocol);
}
