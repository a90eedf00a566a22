#!/usr/bin/env python3
"""The peer of `posters`: A4 posters of the same content with ReportLab and segno, in one PDF.

    posters.py CONTENT OUT.pdf ROUNDS

Sets what our poster sets, as a careful user of ReportLab would: the fonts registered once, title, rank and first
paragraph in two languages broken by ReportLab's own paragraphs, the symbol at level Q raised where that is free, as one
path, number, address, the line against fraud, the owner. Prints posters a second for each round.
"""
import csv
import sys
import time
from pathlib import Path

import segno
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph

FONTS = Path("/usr/share/fonts/truetype/noto")
WIDTH, HEIGHT = 210 * mm, 297 * mm


def style(name, font, size, leading, **more):
    return ParagraphStyle(name, fontName=font, fontSize=size, leading=size * leading, **more)


def entries(content):
    """Slug, code, and title and first paragraph by language, of every entry with a code."""
    codes = {}
    text = (content / "codes.csv").read_text(encoding="utf-8-sig")
    for row in csv.DictReader(text.splitlines()):
        codes.setdefault(row["entry"], row["code"])
    found = []
    for facts in sorted(content.rglob("relic.toml")):
        slug = facts.parent.name
        words = {}
        for lang in ("vi", "en"):
            lines = (facts.parent / f"{lang}.md").read_text(encoding="utf-8").split("\n\n")
            words[lang] = (lines[0].removeprefix("# "), lines[1])
        found.append((codes[slug], words))
    return found


def symbol(canvas, url, x, y, side):
    matrix = [list(row) for row in segno.make(url, error="q", micro=False, boost_error=True).matrix]
    module = side / (len(matrix) + 8)
    path = canvas.beginPath()
    for row, line in enumerate(matrix):
        column = 0
        while column < len(line):
            start = column
            while column < len(line) and line[column]:
                column += 1
            if column > start:
                left, foot = x + (start + 4) * module, y + side - (row + 5) * module
                path.rect(left, foot, (column - start) * module, module)
            column += 1
    canvas.drawPath(path, stroke=0, fill=1)


def place(canvas, text, own, x, top, width):
    paragraph = Paragraph(text, own)
    _, height = paragraph.wrap(width, HEIGHT)
    paragraph.drawOn(canvas, x, top - height)
    return top - height


def poster(canvas, styles, code, words):
    url = f"https://disan.example/{code}"
    top = HEIGHT - 38 * mm
    top = place(canvas, "DI TÍCH QUỐC GIA", styles["rank"], 15 * mm, top, 180 * mm)
    top = place(canvas, words["vi"][0], styles["title"], 15 * mm, top, 180 * mm)
    top = place(canvas, words["en"][0], styles["other title"], 15 * mm, top - 1 * mm, 180 * mm) - 7 * mm
    place(canvas, words["vi"][1], styles["body"], 15 * mm, top, 105 * mm)
    place(canvas, words["en"][1], styles["other"], 129 * mm, top, 66 * mm)
    symbol(canvas, url, 15 * mm, 51 * mm, 105 * mm)
    canvas.rect(15 * mm, 51 * mm, 105 * mm, 105 * mm, stroke=1, fill=0)
    top = 156 * mm
    for text, own in (
        ("Quét mã để đọc tiếp", "call"), ("Scan to read more", "other"),
        ("Mở Zalo hoặc máy ảnh, đưa vào mã.", "body"), ("Point your phone’s camera at the code.", "other"),
        ("2 phút đọc", "bold"), ("2-minute read", "other"), ("Hoặc nhập địa chỉ", "body"),
        ("Or type the address", "other"), (url.removeprefix("https://"), "bold"),
    ):
        top = place(canvas, text, styles[own], 129 * mm, top, 66 * mm)
    canvas.setFont("Bold", 40)
    canvas.drawString(129 * mm, 53 * mm, f"{code[:-3]} {code[-3:]}")
    top = 45 * mm
    for text, own in (("Mã này không yêu cầu thanh toán hay đăng nhập.", "bold"),
                      ("This code never asks for a payment or a login.", "other")):
        top = place(canvas, text, styles[own], 15 * mm, top, 105 * mm)
    place(canvas, "Đội thử", styles["bold"], 129 * mm, 45 * mm, 66 * mm)
    canvas.bookmarkPage(code)
    canvas.addOutlineEntry(words["vi"][0], code)
    canvas.showPage()


def main():
    content, out, rounds = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    for name, file in (("Regular", "NotoSans-Regular.ttf"), ("Bold", "NotoSans-Bold.ttf")):
        pdfmetrics.registerFont(TTFont(name, FONTS / file))
    styles = {
        "rank": style("rank", "Bold", 12, 1.3, alignment=TA_CENTER),
        "title": style("title", "Bold", 30, 1.3, alignment=TA_CENTER),
        "other title": style("other title", "Regular", 15, 1.3, alignment=TA_CENTER),
        "body": style("body", "Regular", 12, 1.5),
        "other": style("other", "Regular", 9, 1.5),
        "call": style("call", "Bold", 21, 1.3),
        "bold": style("bold", "Bold", 12, 1.3),
    }
    signs = entries(content)
    for number in range(1, rounds + 1):
        begun = time.perf_counter()
        canvas = Canvas(out, pagesize=(WIDTH, HEIGHT), pageCompression=1)
        for code, words in signs:
            poster(canvas, styles, code, words)
        canvas.save()
        seconds = time.perf_counter() - begun
        size = Path(out).stat().st_size
        print(f"round {number}: {len(signs)} posters in {seconds:.3f} s, {len(signs) / seconds:.0f} a second; {size} bytes")


main()
