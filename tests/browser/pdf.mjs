// Shows the first page of PDF files as two readers of the web do: Chromium's own viewer, and pdf.js, which is Firefox's.
//
//   node pdf.mjs FOLDER FILE.pdf...
//
// Writes FOLDER/chromium-<number>.png and FOLDER/pdfjs-<number>.png, the files numbered from 0, and prints how many.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { FLAGS, PROGRAM, require } from "./chromium.mjs";

const [folder, ...files] = process.argv.slice(2);
const ORIGIN = "http://pdf.test";
// A4 at 150 dots to the inch; other sizes as wide or as high.
const [WIDTH, HEIGHT] = [1240, 1754];

const HOSTS = {
  "/": ["text/html", () => "<!doctype html><canvas></canvas>"],
  "/pdf.mjs": ["text/javascript", () => readFileSync(require.resolve("pdfjs-dist/legacy/build/pdf.min.mjs"))],
  "/worker.mjs": ["text/javascript", () => readFileSync(require.resolve("pdfjs-dist/legacy/build/pdf.worker.min.mjs"))],
};

// The viewer of PDF is there only where Chromium believes it has a window.
const browser = await require("playwright-core").chromium.launch({
  executablePath: PROGRAM, headless: false, args: [...FLAGS, "--headless=new", "--hide-scrollbars"],
});
const page = await browser.newPage({ viewport: { width: WIDTH, height: HEIGHT } });
await page.route(ORIGIN + "/**", (route) => {
  const path = new URL(route.request().url()).pathname;
  const number = path.match(/^\/(\d+)\.pdf$/)?.[1];
  if (number) return route.fulfill({ contentType: "application/pdf", body: readFileSync(files[Number(number)]) });
  const [contentType, body] = HOSTS[path] ?? ["text/plain", () => ""];
  return route.fulfill({ contentType, body: body() });
});

/** Draws the first page of a file with pdf.js; gives its size, and the picture as a data address. */
async function draw(number) {
  return page.evaluate(async ({ number, width, height }) => {
    const pdfjs = await import("/pdf.mjs");
    pdfjs.GlobalWorkerOptions.workerSrc = "/worker.mjs";
    const pdf = await pdfjs.getDocument(`/${number}.pdf`).promise;
    const first = await pdf.getPage(1);
    const whole = first.getViewport({ scale: 1 });
    const viewport = first.getViewport({ scale: Math.min(width / whole.width, height / whole.height) });
    const canvas = document.querySelector("canvas");
    [canvas.width, canvas.height] = [Math.round(viewport.width), Math.round(viewport.height)];
    await first.render({ canvasContext: canvas.getContext("2d"), canvas, viewport }).promise;
    return { size: { width: canvas.width, height: canvas.height }, address: canvas.toDataURL("image/png") };
  }, { number, width: WIDTH, height: HEIGHT });
}

/** The window once it shows the same twice, and more than the empty ground. */
async function settled() {
  let last = Buffer.alloc(0);
  for (let tries = 0; tries < 40; tries++) {
    await page.waitForTimeout(250);
    const shot = await page.screenshot();
    if (shot.length > 12_000 && shot.equals(last)) return shot;
    last = shot;
  }
  throw new Error("the viewer shows nothing that stays");
}

await page.goto(ORIGIN + "/");
const sizes = [];
for (const number of files.keys()) {
  const picture = await draw(number);
  sizes.push(picture.size);
  writeFileSync(join(folder, `pdfjs-${number}.png`), Buffer.from(picture.address.split(",")[1], "base64"));
}
for (const [number, file] of files.entries()) {
  const { width, height } = sizes[number];
  await page.setViewportSize(sizes[number]);
  const address = new URL("file://" + file) + "#toolbar=0&navpanes=0&view=Fit";
  const style = `style="width:${width}px;height:${height}px"`;
  const frame = `<!doctype html><body style="margin:0"><embed type="application/pdf" ${style} src="${address}">`;
  const host = join(folder, `frame-${number}.html`);
  writeFileSync(host, frame);
  await page.goto(new URL("file://" + host).href);
  writeFileSync(join(folder, `chromium-${number}.png`), await settled());
}
await browser.close();
console.log(JSON.stringify(files.length));
