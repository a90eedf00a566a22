// Which pages of a built microsite a test looks at: all of them, or so few that still everything a page can hold is
// seen in each language. New kinds and templates are picked up by what they write, not by a list of names.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Every page a reader stays on: its address, language, kind (class of the body) and HTML, the longest first. */
export function pages(site) {
  const files = readdirSync(site, { recursive: true }).map(String).filter((file) => file.endsWith(".html")).sort();
  const all = files.map((file) => {
    const html = readFileSync(join(site, file), "utf8");
    // A static build's files for codes are copies; the page of a wrong address is what any wrong address gets.
    const missing = file.endsWith("404.html");
    return {
      path: "/" + (missing ? file.replace("404.html", "khong-co/") : file.replace(/index\.html$/, "")),
      lang: /<html lang="([^"]*)"/.exec(html)?.[1] ?? "",
      kind: /<body class="([^"]*)"/.exec(html)?.[1] ?? "",
      missing,
      html,
    };
  });
  const stays = all.filter((page) => !page.html.includes('http-equiv="refresh"') && !/^\/\d+\.html$/.test(page.path));
  return stays.sort((a, b) => b.html.length - a.html.length);
}

/** The fewest pages (nearly) that hold every element and class of every kind of page in every language. */
export function few(all) {
  const features = (page) => {
    const words = [...page.html.matchAll(/<([a-z][a-z0-9-]*)(?=[\s>])|\s(?:class|role|type|rel)="([^"]+)"/g)];
    return new Set(words.flatMap((m) => (m[1] ? [m[1]] : m[2].split(" "))).map((w) => `${page.lang} ${page.kind} ${w}`));
  };
  const waiting = all.map((page) => [page, features(page)]);
  const seen = new Set();
  const chosen = [];
  for (;;) {
    const gain = (set) => [...set].filter((feature) => !seen.has(feature)).length;
    const best = waiting.reduce((a, b) => (gain(b[1]) > gain(a[1]) ? b : a));
    if (gain(best[1]) === 0) return chosen;
    best[1].forEach((feature) => seen.add(feature));
    chosen.push(best[0]);
  }
}

/** One page of each kind, in turn in the project's languages. */
export function onePerKind(all) {
  const kinds = [...new Set(all.map((page) => page.kind))].sort();
  return kinds.map((kind, n) => {
    const some = all.filter((page) => page.kind === kind && !page.missing);
    const langs = [...new Set(some.map((page) => page.lang))].sort();
    return some.find((page) => page.lang === langs[n % langs.length]);
  }).filter(Boolean);
}
