#!/usr/bin/env python3
"""Makes what `code-route` serves: for disan-server a built site of 1,000 codes, or as many as are asked for, each with
pages in two languages; the same pages under the codes' own names for nginx; and the requests for wrk.

    codes.py FOLDER [ENTRIES]
"""
import gzip
import json
import pathlib
import sys

DAMM = [
    "0317598642", "7092154863", "4206871359", "1750983426", "6123045978",
    "3674209581", "5869720134", "8945362017", "9438617205", "2581436790",
]
PHONE = ("Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 "
         "Mobile Safari/537.36")


def check(stem):
    state = 0
    for digit in str(stem):
        state = int(DAMM[state][int(digit)])
    return state


def page(number):
    """A page of about 9 kB, 2.5 kB compressed, as an entry's page is."""
    words = "đền chùa sông núi thời Trần khởi dựng lễ hội mùa thu bia đá cổng tam quan hậu cung".split()
    text = " ".join(f"{words[(number * 7 + i * i) % len(words)]} {(number * 31 + i * 17) % 977}" for i in range(900))
    return f"<!doctype html><html lang=vi><title>{number}</title><p>{text}</p></html>".encode()


def write(path, data):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    path.with_name(path.name + ".gz").write_bytes(gzip.compress(data, 9, mtime=0))


folder = pathlib.Path(sys.argv[1])
count = int(sys.argv[2]) if len(sys.argv) > 2 else 1000
digits = 5 if count <= 9000 else 6
first = 10 ** (digits - 2)
codes = [stem * 10 + check(stem) for stem in range(first, first + count)]
entries, issued = [], []
for index, code in enumerate(codes):
    paths = {"vi": f"/vi/di-tich/muc-{code}/", "en": f"/en/relics/muc-{code}/"}
    data = page(code)
    for path in paths.values():
        write(folder / "dist/site" / path[1:] / "index.html", data)
    write(folder / "codes" / str(code), data)
    entries.append({"id": (1 << 32) + code, "slug": f"muc-{code}", "kind": "relic",
                    "title": {"vi": f"Mục {code}", "en": f"Entry {code}"},
                    "pages": {lang: {"path": path} for lang, path in paths.items()},
                    "unit": [{"id": f"xa-{index % 100}"}], "reviewed": ["vi"]})
    issued.append({"host": "disan.example", "code": code, "entry": index, "placement": "main", "issued": "2026-11-01"})
units = [{"id": f"xa-{i}", "level": "commune", "kind": "xa", "name": {"vi": f"Xã {i}", "en": f"Commune {i}"}}
         for i in range(100)]
catalog = {
    "format": 1, "revision": "bench", "project": 1, "title": {"vi": "Đo"}, "owner": {"vi": "Đo"}, "owner_unit": "do",
    "host": "disan.example", "hosts": ["disan.example"], "host_is_placeholder": True, "languages": ["vi", "en"],
    "international": "en", "fallback": {}, "code_digits": digits, "units": units, "entries": entries, "codes": issued,
}
(folder / "dist/catalog.json").write_text(json.dumps(catalog, ensure_ascii=False))
(folder / "requests.lua").write_text(f"""
local codes = {{ {", ".join(map(str, codes))} }}
local requests, turn = {{}}, 0
init = function()
  for i = 1, 10000 do
    requests[i] = wrk.format("GET", "/" .. codes[(i * 7919) % #codes + 1], {{
      ["User-Agent"] = "{PHONE}", ["Accept-Language"] = "vi-VN,vi;q=0.9,en;q=0.8", ["Accept-Encoding"] = "gzip",
      ["X-Forwarded-For"] = "203." .. i % 100 .. "." .. math.floor(i / 100) .. ".7",
    }})
  end
end
request = function()
  turn = turn % #requests + 1
  return requests[turn]
end
""")
