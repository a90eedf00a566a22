"use strict";(function (d, w) {
/* A trail on the phone, and the list of all that is. Shown only where scripts and the worker work. */
var LIST = "/~kept", box = d.querySelector(".keep"), shelf = d.querySelector(".kept");
if (!w.caches || !w.isSecureContext || !navigator.serviceWorker || d.querySelector("script[src^='/_disan/']")) return;

function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, function (all, name) { return name in values ? values[name] : all; });
}

/* A text of the page, and its language where that is another. */
function say(at, words, key, values) {
  at.textContent = fill(words[key], values || {});
  at.lang = words[key + "Lang"] || d.documentElement.lang;
}

function json(response) { return response && response.ok ? response.json() : null; }

/* ---- a trail ---- */

function trail() {
  var words = box.dataset, name = "disan-trail-" + words.list, said = box.querySelector("p"), button = box.querySelector("button");
  var offer = null, busy = false, has = false;

  function kb(bytes) { return Math.max(1, Math.round(bytes / 1024)); }

  function show(key, values) {
    say(said, words, key, values);
    say(button, words, has ? "remove" : "keep");
    box.hidden = false;
  }

  function rest() {
    var list = has || offer;
    show(has ? "done" : "offer", { count: list.pages.length, kb: kb(list.bytes) });
  }

  /* One after the other: many at once would choke a weak signal. Its list comes last and says that all is there. */
  function take(list) {
    var files = list.pages.map(function (page) { return page[0]; }).concat(list.images), done = 0;
    return caches.open(name).then(function (cache) {
      return files.reduce(function (before, path) {
        return before.then(function () {
          show("busy", { n: ++done, count: files.length });
          return fetch(path, { cache: "no-cache" });
        }).then(function (response) {
          if (!response.ok || response.redirected) throw new Error(path);
          return response.blob();
        }).then(function (blob) { return cache.put(path, new Response(blob)); });
      }, Promise.resolve()).then(function () {
        return Promise.all(list.pages.reduce(function (all, page) {
          return all.concat(page[3].map(function (code) { return cache.put("/" + code, new Response(page[0])); }));
        }, []));
      }).then(function () { return cache.put(LIST, new Response(JSON.stringify(list))); });
    });
  }

  function drop() { has = false; return caches["delete"](name); }

  function keep(list) {
    busy = true;
    return take(list).then(function () { has = list; busy = false; rest(); }, function () {
      busy = false;
      /* Half a trail would promise what is not there. */
      return drop().then(function () { show("failed"); });
    });
  }

  button.addEventListener("click", function () {
    if (busy) return;
    if (has) drop().then(function () { if (offer) rest(); else box.hidden = true; });
    else keep(offer);
  });

  caches.has(name).then(function (is) {
    return is ? caches.open(name).then(function (cache) { return cache.match(LIST); }).then(json) : null;
  }).then(function (list) {
    has = list || false;
    return fetch(words.list, { cache: "no-cache" }).then(json, function () { return null; });
  }).then(function (list) {
    offer = list;
    if (has && offer && has.version !== offer.version) return keep(offer);
    if (has || offer) rest();
  })["catch"](function () {});
}

/* ---- all that is kept ---- */

function list() {
  caches.keys().then(function (names) {
    return Promise.all(names.filter(function (name) { return /^disan-(pages|trail-)/.test(name); }).map(function (name) {
      return caches.open(name).then(function (cache) { return cache.match(LIST); }).then(json);
    }));
  }).then(function (lists) {
    var seen = {};
    lists.filter(Boolean).forEach(function (one) {
      /* Trails in their order; pages the newest first. */
      (one.pages || one.reverse().map(function (row) { return [row.p, row.t, row.l]; })).forEach(function (page) {
        if (seen[page[0]] || !page[1]) return;
        seen[page[0]] = true;
        var item = d.createElement("li"), link = d.createElement("a");
        link.href = page[0];
        link.textContent = page[1];
        if (page[2] && page[2] !== d.documentElement.lang) link.lang = page[2];
        link.dir = "auto";
        item.appendChild(link);
        shelf.appendChild(item);
      });
    });
    if (shelf.firstChild) {
      shelf.hidden = false;
      d.querySelector(".kept-none").hidden = true;
    }
  })["catch"](function () {});
}

if (shelf) list();
if (box) navigator.serviceWorker.ready.then(trail);
})(document, window);
