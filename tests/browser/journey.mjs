// Goes through the steps of a journey in the system's Chromium, in one browser, and prints as JSON what each shows.
//
//   node journey.mjs ORIGIN [--no-scripts] [--no-preload] [--lang vi-VN] [--agent TEXT] < steps.json
//
// Steps, each a list: ["open", path] ["ahead", path] shows a page of somebody else that has the path fetched ahead of
// need, and waits until the server was asked, ["reload"] ["offline"] ["online"] ["kept", path] waits until the page at a path is
// kept, ["wait", selector] ["click", selector] ["type", selector, text] ["press", key] ["see", name] notes what is seen
// under a name, ["asked", name] notes how often the server was asked for each path so far, ["js", name, expression]
// notes what an expression gives, ["shot", file, {width, dark}].
//
// Between browser and server stands a wire that counts what passes and that can be cut: no signal is then what it is
// outside, for pages and workers alike.
import http from "node:http";
import { text } from "node:stream/consumers";
import { flag, launch, value } from "./chromium.mjs";

const steps = JSON.parse(await text(process.stdin));
const wire = await connect(new URL(process.argv[2]));
const browser = await launch();
const context = await browser.newContext({
  viewport: { width: Number(value("width", 360)), height: 740 },
  locale: value("lang", "vi-VN"),
  javaScriptEnabled: !flag("no-scripts"),
  userAgent: value("agent"),
});
if (flag("no-preload")) {
  // An older browser: the worker finds nothing to switch on.
  wire.change = (path, body) => (path === "/sw.js" ? body.replaceAll("navigationPreload", "none") : body);
}
const page = await context.newPage();
page.setDefaultTimeout(15000);
const complaints = [];
page.on("console", (message) => {
  // What is not there without signal is told by the page, and by the browser's own line too.
  if (message.type() === "error" && !wire.cut) complaints.push(message.text());
});
page.on("pageerror", (error) => complaints.push(String(error)));

// A page is kept once the list of kept pages names it with its title: that is written last. Asked anew each time: what
// waits for a function takes the promise of an answer for a yes.
async function isKept(path) {
  const asked = Date.now();
  const named = async (path) => {
    const list = await (await caches.open("disan-pages")).match("/~kept");
    return Boolean(list) && (await list.json()).some((row) => row.p === path && row.t);
  };
  while (!(await page.evaluate(named, path))) {
    if (Date.now() - asked > 60_000) throw new Error(`${path} is not kept`);
    await page.waitForTimeout(100);
  }
}

async function fetchAhead(path) {
  const [asked, before] = [Date.now(), wire.asked[path] ?? 0];
  await page.setContent(`<link rel="prefetch" href="${wire.origin}${path}">`);
  while ((wire.asked[path] ?? 0) === before) {
    if (Date.now() - asked > 15_000) throw new Error(`${path} is not fetched ahead`);
    await page.waitForTimeout(50);
  }
}

async function go(open) {
  try {
    await open({ waitUntil: "load" });
    return null;
  } catch (error) {
    return String(error).split("\n")[0];
  }
}

async function look() {
  return {
    path: await page.evaluate("location.pathname + location.search").catch(() => new URL(page.url()).pathname),
    heading: await page.locator("h1").first().innerText(),
    text: await page.locator("main").innerText(),
    images: flag("no-scripts") ? [] : await page.locator("main img").evaluateAll((all) => all.map((one) => one.naturalWidth)),
  };
}

const seen = { complaints };
let failed = null;
for (const [verb, ...given] of steps) {
  if (verb === "open") failed = await go((options) => page.goto(wire.origin + given[0], options));
  else if (verb === "ahead") await fetchAhead(given[0]);
  else if (verb === "reload") failed = await go((options) => page.reload(options));
  else if (verb === "offline") await wire.close();
  else if (verb === "online") await wire.open();
  else if (verb === "kept") await isKept(given[0]);
  else if (verb === "wait") await page.waitForSelector(given[0]);
  else if (verb === "click") await page.click(given[0]);
  else if (verb === "type") await page.fill(given[0], given[1]);
  else if (verb === "press") await page.keyboard.press(given[0]);
  else if (verb === "asked") seen[given[0]] = { ...wire.asked };
  else if (verb === "js") seen[given[0]] = await page.evaluate(given[1]);
  else if (verb === "see") seen[given[0]] = failed ? { failed } : await look();
  else if (verb === "shot") {
    await page.emulateMedia({ colorScheme: given[1]?.dark ? "dark" : "light" });
    await page.setViewportSize({ width: given[1]?.width ?? 360, height: 740 });
    await page.screenshot({ path: given[0], fullPage: true });
  } else throw new Error("no such step: " + verb);
}
await browser.close();
await wire.close();
console.log(JSON.stringify(seen));

/** A way to the server at `target` that counts and can be cut. */
async function connect(target) {
  const wire = { asked: {}, cut: false, change: null };
  const sockets = new Set();
  const near = http.createServer((request, response) => {
    wire.asked[request.url] = (wire.asked[request.url] ?? 0) + 1;
    const headers = wire.change ? { ...request.headers, "accept-encoding": "identity" } : request.headers;
    const options = { host: target.hostname, port: target.port, path: request.url, method: request.method, headers };
    const far = http.request(options, async (answer) => {
      const body = wire.change && Buffer.from(wire.change(request.url, await text(answer)));
      if (body) answer.headers["content-length"] = String(body.length);
      response.writeHead(answer.statusCode, answer.headers);
      if (body) response.end(body);
      else answer.pipe(response);
    });
    far.on("error", () => response.destroy());
    request.pipe(far);
  });
  near.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  let port = 0;
  wire.open = () => new Promise((done) => near.listen(port, "127.0.0.1", () => {
    port = near.address().port;
    wire.origin = `http://127.0.0.1:${port}`;
    wire.cut = false;
    done();
  }));
  wire.close = () => new Promise((done) => {
    wire.cut = true;
    near.close(done);
    sockets.forEach((socket) => socket.destroy());
  });
  await wire.open();
  return wire;
}
