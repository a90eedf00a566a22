"use strict";(function (d, w) {
/* Search in the index beside the pages. Marks that are typed count; marks that are not typed do not matter. */
var form = d.querySelector("form.search"), box = form && form.q, list = d.querySelector(".results");
if (!box || !list || !"".normalize) return;
var words = list.dataset, said = d.querySelector(".found"), base = words.index, MOST = 40, loaded = {}, wanted = 0, timer;
var APART = /[\s\-–—_,.;:()\/'"“”‘’«»…!?|·+&*#@\[\]]+/, TONES = /[\u0300\u0301\u0303\u0309\u0323]/g, MARKS = /[\u0300-\u036f]/g;

/* Each word without marks to compare, and with its letters and its tone apart: hoá and hòa differ in the tone alone. */
function split(text) {
  return text.toLowerCase().normalize("NFD").split(APART).filter(Boolean).map(function (word) {
    var folded = word.replace(MARKS, "").replace(/[đð]/g, "d");
    return { f: folded.replace(/([^aeou]|qu)y$/, "$1i"), b: word.replace(TONES, ""), t: (word.match(TONES) || []).join("") };
  });
}

function join(all) { return all.map(function (word) { return word.f; }).join(" "); }

/* ---- the index ---- */

function anchor(title) {
  return title.toLowerCase().normalize("NFD").replace(MARKS, "").replace(/đ/g, "d").replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
}

function slug(short, title) {
  if (short.charAt(0) === "=") return short.slice(1);
  var parts = anchor(title).split("-");
  return (short ? parts.slice(+short.charAt(0), +short.charAt(0) + +short.charAt(1)) : parts).join("-");
}

function read(text) {
  var parts = text.split("\n\n").map(function (part) { return part ? part.split("\n") : []; });
  var kinds = parts[0].map(function (line) { return line.split("\t"); });
  var units = parts[1].map(function (line) {
    line = line.split("\t");
    var names = line[1].split(", ");
    return { path: words.places + line[0] + "/", title: names[0], kind: words.place, kindLang: words.placeLang, unit: names.slice(1).join(", "), all: line[1],
             lang: line[2], unitLang: line[2] };
  });
  var rows = (parts[3] || []).map(function (line) {
    line = line.split("\t");
    var kind = kinds[line[1].charAt(0)], unit = units[parseInt(line[2], 36)], was = (parts[2][parseInt(line[3], 36)] || "").split("\t"), old = was[0];
    return { path: kind[1] + slug(line[1].slice(1), line[0]) + "/", title: line[0], kind: kind[0], kindLang: kind[2], unit: unit ? unit.all : "", unitLang: unit && unit.lang,
             shown: old.charAt(0) === "?" ? "" : old, oldLang: was[1], old: old.replace("?", ""), codes: line[4] || "", other: line[5] || "", lang: line[6] };
  });
  return rows.concat(units.map(function (unit) { unit.old = unit.codes = unit.other = unit.shown = ""; return unit; }));
}

function load(name, then) {
  if (loaded[name]) return then(loaded[name]);
  var request = new XMLHttpRequest();
  request.open("GET", base + name + ".txt");
  request.onload = function () { if (request.status === 200) then(loaded[name] = request.responseText); else then(null); };
  request.onerror = function () { then(null); };
  request.send();
}

/* A large index is in parts by how words begin; "chua." is the part of that very word. The fewest parts that will do. */
function parts(names, asked) {
  var best = null;
  asked.forEach(function (word) {
    var fit = names.filter(function (name) {
      var whole = name.charAt(name.length - 1) === ".", start = whole ? name.slice(0, -1) : name;
      return start.indexOf(word.f) === 0 || (!whole && word.f.indexOf(start) === 0);
    });
    if (!best || fit.length < best.length || (fit.length === best.length && fit.join().length > best.join().length)) best = fit;
  });
  return best;
}

function rows(asked, then) {
  load("index", function (text) {
    if (!text) return then(null);
    if (text.slice(0, 6) !== "parts\n") return then(loaded.rows || (loaded.rows = read(text)));
    var names = parts(text.slice(6).split("\n"), asked), all = [], left = names.length;
    if (!left) return then([]);
    if (left > 4) return then([], true);
    names.forEach(function (name) {
      load(name.replace(/[^a-z0-9.]/g, function (c) { return "_" + c.charCodeAt(0).toString(16); }), function (text) {
        if (text) all = all.concat(read(text));
        if (!--left) then(all);
      });
    });
  });
}

/* ---- the order ---- */

/* Where each asked word is: 1 title, 2 other name or number, 3 place, 4 old place, 5 inside a word; 9 nowhere. */
function judge(row, asked) {
  var fields = row.fields || (row.fields = [split(row.title), split(row.other), split(row.unit), split(row.old)]);
  var found = { row: row, miss: 0, exact: 0, whole: 0, at: 0 };
  asked.forEach(function (word) {
    var at = 9, exact = 0, whole = 0;
    fields.forEach(function (field, i) {
      field.forEach(function (have) {
        if (have.f.indexOf(word.f) !== 0) return;
        at = Math.min(at, i + 1);
        if (have.t === word.t && have.b.indexOf(word.b) === 0) exact = 1;
        if (have.f === word.f) whole = 1;
      });
    });
    if (at > 2 && ("," + row.codes).indexOf("," + word.f) >= 0) at = 2;
    if (at === 9 && join(fields[0]).indexOf(word.f) >= 0) at = 5;
    if (at === 9) found.miss++;
    else found.at = Math.max(found.at, at);
    found.exact += exact;
    found.whole += whole;
  });
  if (join(fields[0]).indexOf(join(asked)) === 0) found.at = 0;
  return found;
}

function best(all, asked, marked) {
  var seen = {}, fits = all.map(function (row, i) {
    var found = judge(row, asked);
    found.i = i;
    return found;
  }).filter(function (found) {
    var again = seen[found.row.path];
    seen[found.row.path] = true;
    return !again && found.miss < asked.length;
  });
  var least = fits.reduce(function (least, found) { return Math.min(least, found.miss); }, asked.length);
  return fits.filter(function (found) { return found.miss === least; }).sort(function (a, b) {
    return (marked ? b.exact - a.exact : 0) || a.at - b.at || b.exact - a.exact || b.whole - a.whole || a.i - b.i;
  });
}

/* ---- the page ---- */

function element(name, text, to) {
  var made = d.createElement(name);
  made.textContent = text;
  to.appendChild(made);
  return made;
}

/* A text, and its language where that is not the page's. */
function say(at, text, lang) {
  at.textContent = text;
  at.lang = lang || d.documentElement.lang;
}

function show(fits) {
  list.textContent = "";
  fits.slice(0, MOST).forEach(function (found) {
    var row = found.row, item = element("li", "", list), link = element("a", row.title, item);
    link.href = row.path;
    if (row.lang) link.lang = row.lang;
    link.dir = "auto";
    var line = element("p", "", item), about = [[row.kind, row.kindLang], [row.unit, row.unitLang]];
    if (found.at === 2 && row.other) about.push([row.other.replace(/;/g, ", ")]);
    about.filter(function (part) { return part[0]; }).forEach(function (part, i) {
      if (i) line.appendChild(d.createTextNode(" · "));
      say(element("span", "", line), part[0], part[1]);
    });
    if (found.at === 4 && row.shown) {
      var before = words.before.split("{address}"), old = element("p", before[0], item);
      if (words.beforeLang) old.lang = words.beforeLang;
      say(element("span", "", old), row.shown, row.oldLang);
      old.appendChild(d.createTextNode(before[1]));
    }
  });
}

function search() {
  var text = box.value.trim(), asked = split(text), turn = ++wanted;
  if (w.history.replaceState) w.history.replaceState(null, "", text ? "?q=" + encodeURIComponent(text) : w.location.pathname);
  if (!asked.length) { list.textContent = said.textContent = ""; return; }
  rows(asked, function (all, many) {
    if (turn !== wanted) return;
    if (!all) { say(said, words.failed, words.failedLang); return; }
    var fits = best(all, asked, /[^\x00-\x7f]/.test(text)), count = fits.length;
    show(fits);
    var key = many ? "longer" : !count ? "none" : count === 1 ? "one" : count > MOST ? "most" : "many";
    say(said, words[key].replace("{count}", count).replace("{shown}", MOST), words[key + "Lang"]);
  });
}

box.addEventListener("input", function () { clearTimeout(timer); timer = setTimeout(search, 150); });
form.addEventListener("submit", function (event) { event.preventDefault(); clearTimeout(timer); search(); });

/* Down and up move through what was found; Escape leads back to the box. */
d.addEventListener("keydown", function (event) {
  var at = event.target, links = [].slice.call(list.querySelectorAll("a")), i = links.indexOf(at), to = null;
  if (at !== box && i < 0) return;
  if (event.key === "ArrowDown") to = links[i + 1];
  else if (event.key === "ArrowUp" && i >= 0) to = i ? links[i - 1] : box;
  else if (event.key === "Escape" && i >= 0) to = box;
  if (to) { event.preventDefault(); to.focus(); }
});

var query = /[?&]q=([^&]*)/.exec(w.location.search);
if (query) {
  try { box.value = decodeURIComponent(query[1].replace(/\+/g, " ")); } catch (e) {}
  search();
}
})(document, window);
