"use strict";
/* What was read stays readable without signal. Codes always go to the network, once; the worker asks for none itself. */
var VERSION = "{version}";
var SHELL = "disan-shell-" + VERSION;
var PAGES = "disan-pages";
/* In each cache: what it holds, oldest first. */
var LIST = "/~kept";
var MOST_PAGES = 60;
var MOST_BYTES = 6e6;
/* A signal that comes and goes leaves requests hanging: then what is kept is shown, and the request goes on. */
var PATIENCE = 8000;
var CODE = /^\/(\d+)(\.html)?\/?$/;
var OFFLINE = [{offline}];
var FILES = ["/disan.js", "/keep.js", "/search.js", "/favicon.svg"].concat(OFFLINE);
var turn = Promise.resolve();

addEventListener("install", function (event) {
  event.waitUntil(caches.open(SHELL).then(function (cache) {
    return cache.addAll(FILES.map(function (path) { return new Request(path, { cache: "no-cache" }); }));
  }).then(function () { return skipWaiting(); }));
});

addEventListener("activate", function (event) {
  event.waitUntil(caches.keys().then(function (names) {
    return Promise.all(names.filter(function (name) {
      return name.indexOf("disan-shell-") === 0 && name !== SHELL;
    }).map(function (name) { return caches.delete(name); }));
  }).then(function () {
    return registration.navigationPreload && registration.navigationPreload.enable();
  }).then(function () { return clients.claim(); }));
});

addEventListener("fetch", function (event) {
  var request = event.request, url = new URL(request.url), path = url.pathname;
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(event, path));
  else if (CODE.test(path) || request.headers.has("range")) return;
  else if (path.indexOf("/media/") === 0) event.respondWith(picture(request, path));
  else if (FILES.indexOf(path) >= 0) event.respondWith(fetch(request).catch(function () { return kept(path); }));
  else if (/\/index\.txt$/.test(path)) event.respondWith(index(event, path));
});

addEventListener("message", function (event) {
  if (event.data && event.data.path) event.waitUntil(seen(event.data));
});

/* A page from the network; from what is kept only when the network fails. */
function page(event, path) {
  var asked = event.preloadResponse ? event.preloadResponse.then(function (got) {
    return got || fetch(event.request);
  }) : fetch(event.request);
  /* Read as it comes, and told to the browser at once: one request, one scan. */
  var done = asked.then(function (response) { return store(path, response.clone()); }).catch(function () {});
  event.waitUntil(done);
  return new Promise(function (resolve) {
    asked.then(resolve, function () { resolve(instead(path)); });
    setTimeout(function () {
      own(path).then(function (found) { if (found) resolve(found); });
    }, PATIENCE);
  });
}

/* The page kept for a path, or for a code on a sign. */
function own(path) {
  var code = CODE.exec(path);
  return code ? kept("/" + code[1]).then(function (found) {
    return found && found.text().then(kept);
  }) : kept(path);
}

function instead(path) {
  return own(path).then(function (found) {
    var lang = OFFLINE.filter(function (one) { return one.split("/")[1] === path.split("/")[1]; })[0];
    return found || kept(lang || OFFLINE[0]);
  });
}

/* The newest is in PAGES; trails keep what they had when they were kept. */
function kept(path) {
  return caches.open(PAGES).then(function (cache) { return cache.match(path); }).then(function (found) {
    return found || caches.match(path);
  });
}

/* Keeps a page under its own address, which a page answered to a code names. */
function store(path, response) {
  var type = response.headers.get("content-type") || "";
  if (response.status !== 200 || response.redirected || type.indexOf("text/html") !== 0) return;
  return response.text().then(function (text) {
    var code = CODE.exec(path), own = / data-path="([^"]+)"/.exec(text.slice(0, 300));
    if (code && !own) return;
    var name = own ? own[1] : path, body = new Blob([text], { type: type });
    return note(name, function (cache, row) {
      row.b = body.size;
      return Promise.all([cache.put(name, new Response(body)), code && lead(cache, row, code[1])]);
    });
  });
}

/* Without signal the code leads to the page. */
function lead(cache, row, code) {
  row.c = (row.c || []).filter(function (one) { return one !== code; }).concat(code);
  return cache.put("/" + code, new Response(row.p));
}

/* A page tells what it is called and shows first. The page itself is fetched if it came before the worker was there. */
function seen(told) {
  if (CODE.test(told.path)) return;
  return kept(told.path).then(function (found) {
    if (!found) return fetch(told.path).then(function (response) { return store(told.path, response); });
  }).then(function () {
    var images = told.images.map(function (one) { return new URL(one, location).pathname; });
    return Promise.all(images.filter(function (one) { return one.indexOf("/media/") === 0; }).map(function (one) {
      return fetch(one).then(function (response) { return response.ok && response.blob(); }).then(function (blob) {
        return blob && { path: one, blob: blob };
      });
    }));
  }).catch(function () { return []; }).then(function (images) {
    return note(told.path, function (cache, row) {
      row.t = told.title;
      row.l = told.lang;
      return Promise.all(images.filter(Boolean).map(function (one) {
        row.i = one.path;
        row.s = one.blob.size;
        return cache.put(one.path, new Response(one.blob));
      }).concat(told.code && lead(cache, row, told.code)));
    });
  });
}

/* Changes the row of a page and lets the oldest go. One after the other: two at once would lose one's row. */
function note(name, change) {
  turn = turn.then(function () { return caches.open(PAGES); }).then(function (cache) {
    return cache.match(LIST).then(function (list) { return list ? list.json() : []; }).then(function (rows) {
      var row = rows.filter(function (one) { return one.p === name; })[0] || { p: name };
      rows = rows.filter(function (one) { return one !== row; });
      return Promise.resolve(change(cache, row)).then(function () {
        if (row.b) rows.push(row);
        return trim(cache, rows);
      });
    }).then(function (rows) { return cache.put(LIST, new Response(JSON.stringify(rows))); });
  }).catch(function () {});
  return turn;
}

function trim(cache, rows) {
  var bytes = 0, from = rows.length;
  while (from > 0 && rows.length - from < MOST_PAGES) {
    bytes += (rows[from - 1].b || 0) + (rows[from - 1].s || 0);
    if (bytes > MOST_BYTES) break;
    from--;
  }
  var stay = rows.slice(from), works = [];
  rows.slice(0, from).forEach(function (row) {
    works.push(cache.delete(row.p));
    (row.c || []).forEach(function (code) { works.push(cache.delete("/" + code)); });
    if (row.i && !stay.some(function (one) { return one.i === row.i; })) works.push(cache.delete(row.i));
  });
  return Promise.all(works).then(function () { return stay; });
}

/* A picture's address never means another. Without signal another width of it will do. */
function picture(request, path) {
  return caches.match(path).then(function (found) {
    return found || fetch(request).catch(function () { return width(path.replace(/-\d+\.\w+$/, "-")); });
  });
}

function width(stem) {
  return caches.keys().then(function (names) {
    return Promise.all(names.map(function (name) {
      return caches.open(name).then(function (cache) {
        return cache.keys().then(function (all) {
          var like = all.filter(function (one) { return new URL(one.url).pathname.indexOf(stem) === 0; })[0];
          return like && cache.match(like);
        });
      });
    }));
  }).then(function (found) { return found.filter(Boolean)[0] || Response.error(); });
}

/* The index of the search, as it last was. */
function index(event, path) {
  return fetch(event.request).then(function (response) {
    var copy = response.clone();
    if (response.ok) event.waitUntil(caches.open(PAGES).then(function (cache) { return cache.put(path, copy); }));
    return response;
  }, function () { return kept(path).then(function (found) { return found || Response.error(); }); });
}
