#!/usr/bin/env python3
"""Makes a synthetic project of N relics in two languages, the same for the same N.

    corpus.py N DIR

Each text has about 1.5 kB, with diacritics, lists, links to neighbours and all required sections; each entry has facts,
ranks and a festival. No pictures but one small drawing an entry shares by copy. Codes are allotted afterwards with
`disan codes allot DIR`.
"""
import random
import sys
from pathlib import Path

SYLLABLES = (
    "đền chùa đình miếu phủ lăng tháp am giếng cầu sông núi động hang rừng làng xã phường thờ vua tướng thiền sư nhân "
    "dân dựng lập trùng tu tôn tạo kiến trúc nghệ thuật lịch sử văn hóa lễ hội rước nước khai ấn dâng hương tháng giêng "
    "mùa xuân mùa thu bia đá cổ thụ gạch ngói mái cong chạm khắc gỗ lim đá xanh tiền đường hậu cung tam quan"
).split()
WORDS = (
    "temple pagoda shrine hall gate river mountain cave forest village commune honours king general monk people built "
    "founded restored enlarged architecture art history culture festival procession water rite incense spring autumn "
    "stele stone ancient tree brick tile roof carved wood front rear sanctuary stair courtyard lake bridge well"
).split()


def sentence(rng, words, length):
    text = " ".join(rng.choice(words) for _ in range(length))
    return text[0].upper() + text[1:] + "."


def paragraph(rng, words, sentences):
    return " ".join(sentence(rng, words, rng.randint(8, 16)) for _ in range(sentences))


def page(rng, words, title, headings, neighbour, links):
    parts = [f"# {title}", paragraph(rng, words, 2)]
    for heading in headings:
        parts += [f"## {heading}", paragraph(rng, words, 3)]
    parts += ["\n".join(f"- **{rng.choice(words)}**: {sentence(rng, words, 6)}" for _ in range(4))]
    parts += [f"{links} [{neighbour}]({neighbour})."]
    return "\n\n".join(parts) + "\n"


DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 80" width="120" height="80">'
    '<rect width="120" height="80" fill="#f6f1e3"/><path d="M10 60L60 20L110 60Z" fill="#1b3b73"/></svg>\n'
)


def main():
    count, root = int(sys.argv[1]), Path(sys.argv[2])
    root.mkdir(parents=True, exist_ok=True)
    (root / "disan.toml").write_text(
        'title.vi = "Kho thử"\ntitle.en = "Bench corpus"\nhost = "disan.example"\nlanguages = ["vi", "en"]\n'
        'international = "en"\ncode_digits = 7\nproject = 1\nowner = "doi"\n'
        '[kinds]\nrelic.vi = "di-tich"\nrelic.en = "relics"\nservice.vi = "dich-vu"\nservice.en = "services"\n'
        'guide.vi = "huong-dan"\nguide.en = "guides"\ntrail.vi = "tuyen"\ntrail.en = "trails"\n'
        'event.vi = "su-kien"\nevent.en = "events"\n',
        encoding="utf-8",
    )
    units = ['[[unit]]\nid = "doi"\nlevel = "team"\nkind = "team"\nname.vi = "Đội thử"\nname.en = "Bench team"\n']
    communes = max(1, count // 50)
    for i in range(communes):
        units.append(f'[[unit]]\nid = "xa-{i}"\nlevel = "commune"\nkind = "xa"\nname.vi = "Xã {i}"\nname.en = "Commune {i}"\n')
    (root / "units.toml").write_text("\n".join(units), encoding="utf-8")
    for i in range(count):
        rng = random.Random(i)
        slug, neighbour = f"di-tich-{i:06}", f"di-tich-{(i + 1) % count:06}"
        folder = root / f"xa-{i % communes}" / slug
        folder.mkdir(parents=True)
        (folder / "relic.toml").write_text(
            f'unit = "xa-{i % communes}"\ntypes = ["historical"]\nperiod.vi = "Thời Trần"\nperiod.en = "Tran dynasty"\n'
            f'old_address.vi = "xã {i % 97}, tỉnh Hải Dương"\nold_address.en = "Commune {i % 97}, Hai Duong Province"\n'
            f'[[rank]]\nlevel = "national"\nyear = {1962 + i % 60}\n'
            f'[[festival]]\nname.vi = "Hội đền"\nname.en = "Temple festival"\nlunar_from = "{1 + i % 29}/{1 + i % 12}"\n'
            '[cover]\nfile = "cover.svg"\nalt.vi = "Hình vẽ một mái nhà bên sông"\nalt.en = "Drawing of a roof by a river"\n'
            'illustration = true\n',
            encoding="utf-8",
        )
        (folder / "cover.svg").write_text(DRAWING)
        vi = page(rng, SYLLABLES, f"Đền {sentence(rng, SYLLABLES, 2)[:-1]} {i}",
                  ["Nguồn gốc ra đời", "Quá trình phát triển", "Nên xem", "Thông tin cần biết"], neighbour, "Xem thêm")
        en = page(rng, WORDS, f"Temple {i} of {sentence(rng, WORDS, 2)[:-1]}",
                  ["Origin", "Development", "What to see", "Practical information"], neighbour, "See also")
        (folder / "vi.md").write_text(vi, encoding="utf-8")
        (folder / "en.md").write_text(en, encoding="utf-8")


main()
