// What axe-core does not look at: functions that run inside a page and tell what is wrong in it, as
// [{ what, where, detail }]. Each stands by itself, for it is sent to the page as text.

/** Things wider than the window: they would make the reader scroll sideways. */
export function sideways(width) {
  const root = document.documentElement;
  if (Math.max(root.scrollWidth, document.body.scrollWidth) <= width) return [];
  const wide = [...document.querySelectorAll("body *")].filter((e) => {
    const box = e.getBoundingClientRect();
    return box.width > 0 && box.right + scrollX > width + 0.5 && !e.closest("table, pre");
  });
  const inner = wide.filter((e) => !wide.some((other) => other !== e && e.contains(other)));
  const named = (e) => e.tagName.toLowerCase() + (e.className.baseVal ?? e.className ? "." + (e.className.baseVal ?? e.className) : "");
  return [{ what: "sideways", where: inner.slice(0, 3).map(named).join(", "), detail: `${root.scrollWidth} px in ${width}` }];
}

/** Text that is cut off by a box, or lies on other text. */
export function hidden() {
  const found = [];
  const lines = [];
  const named = (e) => e.tagName.toLowerCase() + (e.className ? "." + e.className : "");
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode;
    const parent = text.parentElement;
    if (!text.data.trim() || parent.closest(".skip, svg, [hidden]") || !parent.checkVisibility()) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    const boxes = [...range.getClientRects()].filter((box) => box.width > 1 && box.height > 1);
    boxes.forEach((box) => lines.push({ box, parent, text: text.data.trim().slice(0, 40) }));
    for (let e = parent; e !== document.body; e = e.parentElement) {
      const style = getComputedStyle(e);
      if (style.overflowX === "visible" && style.overflowY === "visible" && style.clipPath === "none") continue;
      const outer = e.getBoundingClientRect();
      const scrolls = /auto|scroll/.test(style.overflowX + style.overflowY);
      const cut = boxes.find((box) => box.right > outer.right + 1 || box.bottom > outer.bottom + 1 || box.left < outer.left - 1);
      if (cut && !scrolls) found.push({ what: "cut off", where: named(e), detail: text.data.trim().slice(0, 60) });
    }
  }
  lines.sort((a, b) => a.box.top - b.box.top);
  lines.forEach((a, n) => {
    for (const b of lines.slice(n + 1)) {
      if (b.box.top > a.box.bottom) break;
      const tall = Math.min(a.box.bottom, b.box.bottom) - b.box.top;
      const wide = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left);
      // Boxes of lines one above the other touch a little where lines are close; letters do not.
      if (wide > 2 && tall > 0.45 * Math.min(a.box.height, b.box.height)) {
        found.push({ what: "text on text", where: named(a.parent), detail: `${a.text} | ${b.text}` });
      }
    }
  });
  return found.slice(0, 5);
}

/** Targets a finger misses: controls lower than 44 px; anything below 24 px with another target nearer than that. */
export function targets() {
  const named = (e) => e.tagName.toLowerCase() + (e.className ? "." + e.className : "") + ` “${e.innerText ?? ""}”`;
  const all = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")].filter(
    (e) => e.checkVisibility() && !e.matches(".skip, [tabindex='-1'], [type=hidden]"));
  return all.flatMap((e) => {
    const box = e.getBoundingClientRect();
    const fault = [{ what: "small target", where: named(e), detail: `${box.width.toFixed(0)} × ${box.height.toFixed(0)}` }];
    if (e.matches("button, input:not([type=checkbox], [type=radio]), select, summary, a[href^='tel:']")) {
      return box.height < 43.5 ? fault : [];
    }
    const own = (e.innerText ?? "").trim();
    const inline = getComputedStyle(e).display === "inline" && e.parentElement.innerText?.trim() !== own;
    if (inline || (box.width >= 24 && box.height >= 24)) return [];
    const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
    const crowded = all.some((other) => {
      if (other === e) return false;
      const b = other.getBoundingClientRect();
      return Math.hypot(Math.max(b.left - x, 0, x - b.right), Math.max(b.top - y, 0, y - b.bottom)) < 12;
    });
    return crowded ? fault : [];
  });
}

/** Vietnamese words (by letters only Vietnamese has) in a page or part said to be in a language without them: English,
    or the artificial one of the tests, which borrows what it lacks. Text and what is read instead of pictures and lists. */
export function languages() {
  const letters = /[ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệịỉĩọỏốồổỗộớờởỡợụủũứừửữựỳỵỷỹ]/i;
  const found = [];
  const judge = (element, said) => {
    // Who made a picture is a name, however long; what is shown without scripts is text here, its tags and all.
    if (!["en", "qaa"].includes(element.closest("[lang]").lang) || element.closest(".credit, script, style, noscript")) return;
    const words = said.trim().split(/\s+/);
    const foreign = words.filter((word) => letters.test(word));
    // A name within a sentence is a name; a text that is mostly Vietnamese has a language.
    if (words.length > 1 && foreign.length > words.length / 3) {
      found.push({ what: "language of a part", where: element.tagName.toLowerCase(), detail: said.trim().slice(0, 80) });
    }
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) judge(walker.currentNode.parentElement, walker.currentNode.data);
  for (const name of ["aria-label", "alt", "title"]) {
    for (const element of document.body.querySelectorAll(`[${name}]`)) judge(element, element.getAttribute(name));
  }
  return found;
}

/** What has the focus, and whether a reader sees that it has: null when nothing on the page has it. */
export function focused() {
  const e = document.activeElement;
  if (!e || e === document.body || e === document.documentElement) return null;
  const channel = (c) => ((c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
  const light = (colour) => {
    const [r, g, b] = colour.match(/[\d.]+/g).map(Number);
    return 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  };
  const style = getComputedStyle(e);
  const [one, two] = [light(style.outlineColor), light(getComputedStyle(document.body).backgroundColor)];
  const box = e.getBoundingClientRect();
  const top = document.elementFromPoint(box.left + Math.min(box.width / 2, 20), box.top + box.height / 2);
  const faults = [];
  const fault = (detail) => faults.push({ what: "focus", where: `${e.tagName.toLowerCase()} “${(e.innerText || e.name || "").slice(0, 40)}”`, detail });
  if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2) fault("has no outline");
  else if ((Math.max(one, two) + 0.05) / (Math.min(one, two) + 0.05) < 3) fault(`outline ${style.outlineColor} is hard to see`);
  if (box.bottom <= 0 || box.top >= innerHeight || box.right <= 0 || box.left >= innerWidth) fault("is out of sight");
  else if (top && !e.contains(top) && !top.contains(e)) fault(`lies below ${top.tagName.toLowerCase()}.${top.className}`);
  return { skip: e.matches(".skip"), main: !!e.closest("main"), faults };
}
