// Runs Lighthouse, as on a phone, on one page of each kind of a served microsite, and prints its figures as JSON.
//
//   node lighthouse.mjs ORIGIN SITE --host HOST [--rounds 1]
//
// The pages are opened as https://HOST/…, the project's own host, through TLS on this machine: what a page says of its
// own address is then true, and nothing leaves the machine.
import { pathToFileURL } from "node:url";
import { onePerKind, pages } from "./choice.mjs";
import { FLAGS, PROGRAM, require, value } from "./chromium.mjs";
import { open } from "./tunnel.mjs";

const load = async (name) => (await import(pathToFileURL(require.resolve(name)))).default;
const lighthouse = await load("lighthouse");
const { launch } = await import(pathToFileURL(require.resolve("chrome-launcher")));

const [origin, site] = process.argv.slice(2);
const tunnel = await open(origin, value("host"));
const chrome = await launch({ chromePath: PROGRAM, chromeFlags: ["--headless=new", ...FLAGS, ...tunnel.flags], logLevel: "silent" });
const categories = ["accessibility", "best-practices", "seo"];
const timings = { cls: "cumulative-layout-shift", tbt: "total-blocking-time", lcp: "largest-contentful-paint" };
const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
const figures = [];
for (const page of onePerKind(pages(site))) {
  const rounds = [];
  for (let round = 0; round < Number(value("rounds", 1)); round++) rounds.push(await look(tunnel.origin + page.path));
  const timing = Object.fromEntries(Object.keys(timings).map((name) => [name, median(rounds.map((r) => r[name]))]));
  const scores = Object.fromEntries(categories.map((name) => [name, Math.min(...rounds.map((r) => r.scores[name]))]));
  figures.push({ path: page.path, kind: page.kind, scores, ...timing, faults: rounds.flatMap((r) => r.faults) });
}
await chrome.kill();
tunnel.close();
console.log(JSON.stringify(figures));
process.exit(0);

/** One look at one page: the scores, the times, and the audits that cost a score. */
async function look(url) {
  const { lhr } = await lighthouse(url, {
    port: chrome.port, logLevel: "silent", output: [], onlyCategories: categories, onlyAudits: Object.values(timings), disableFullPageScreenshot: true,
  });
  if (lhr.runtimeError) throw new Error(`${url}: ${lhr.runtimeError.message}`);
  const faults = categories.flatMap((name) => lhr.categories[name].auditRefs
    .filter((ref) => ref.weight > 0 && lhr.audits[ref.id].score !== null && lhr.audits[ref.id].score < 1)
    .map((ref) => `${ref.id}: ${lhr.audits[ref.id].title} ${JSON.stringify(lhr.audits[ref.id].details?.items?.slice(0, 2) ?? "")}`));
  const number = (name) => lhr.audits[timings[name]].numericValue;
  return {
    scores: Object.fromEntries(categories.map((name) => [name, lhr.categories[name].score])),
    cls: number("cls"), tbt: number("tbt"), lcp: Math.round(number("lcp")), faults,
  };
}
