"""Numbering of Japanese public documents: labels, their order, and how a citation writes them.

Used by `chapters` (labels at the beginning of a paragraph) and `citations` (labels in what staff type). A kind is named
by its first member, as guideline.toml writes it: 第1章 第1節 第1条 第1 1 (1) 一 ア イ (ア) ① a (a) ・.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Final, NamedTuple

from uedasns_tui.japanese.fold import narrow

ORDER: Final = ("第1章", "第1節", "第1条", "第1", "1", "(1)", "ア", "(ア)", "①", "a", "(a)", "・")
"""The levels, the highest first, where guideline.toml does not say otherwise."""

ABOVE: Final = ("第1編", "第1章", "第1節", "第1款")
"""Levels that a citation leaves out: articles are counted through the whole document."""

ARTICLE: Final = "第1条"
SUPPLEMENT: Final = "附則"
KANA: Final = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
HALF_KANA: Final = "ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜｦﾝ"
IROHA: Final = (
    "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセス"
)
CIRCLED: Final = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㉑㉒㉓㉔㉕㉖㉗㉘㉙㉚㉛㉜㉝㉞㉟"
BRACKETED: Final = "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇"
ROMAN_SIGNS: Final = "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫ"
ROMAN: Final = (
    "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv", "xvi", "xvii",
    "xviii", "xix", "xx", "xxi", "xxii", "xxiii", "xxiv", "xxv", "xxvi",
)  # fmt: skip
KANSUJI: Final = "〇一二三四五六七八九"
BULLETS: Final = ("・", "■", "○", "●", "-", "*", "【】")
"""Kinds without a number of their own: they are counted."""

PARAGRAPHS: Final = ("1", "(1)", "①")
"""Kinds that a 項 may have; the first 項 of an article has no number where the second begins with 2."""
NUMBER: Final = "[0-9]{1,4}|[一二三四五六七八九十百]+"


class Label(NamedTuple):
    """A label: its kind, its number (two parts for 第2条の2, 2.1), and the last number it stands for (第3条及び第4条)."""

    kind: str
    number: tuple[int, ...] = ()
    last: tuple[int, ...] = ()

    @property
    def text(self) -> str:
        """As a citation writes it: 5, (8), オ, 第2条の2."""
        first = self.number[0] if self.number else 1
        branch = "".join(f"の{number}" for number in self.number[1:])
        match self.kind:
            case "-" | "*":
                return f"・{first}"
            case "・" | "■" | "○" | "●":
                return f"{self.kind}{first}"
            case "【】":
                return f"【{first}】"
            case "①":
                return CIRCLED[first - 1]
            case "ア" | "(ア)":
                return self.kind.replace("ア", KANA[first - 1])
            case "イ" | "(イ)":
                return self.kind.replace("イ", IROHA[first - 1])
            case "a" | "(a)":
                return self.kind.replace("a", chr(96 + first))
            case "A":
                return chr(64 + first)
            case "i" | "(i)":
                return self.kind.replace("i", ROMAN[first - 1])
            case "Ⅰ":
                return ROMAN_SIGNS[first - 1]
            case "1.1":
                return ".".join(map(str, self.number))
            case "一":
                return f"({first}){branch}"
            case "(一)":
                return f"({kanji(first)})"
        return self.kind.replace("1", str(first)) + branch


@cache
def shapes() -> dict[str, str]:
    """Each kind's shape at the beginning of a line, the more decorated first."""
    branch = rf"(?: *の *(?P<b>{NUMBER}))?"
    end = r"(?=[ \t]|$)"
    mark = rf"(?:[.、](?=[ \t])|\.|{end})"
    span = "(?:及び|から|・|、|~|〜)"
    until = rf"(?: *{span} *第 *(?P<u>{NUMBER}) *条(?:の(?P<v>{NUMBER}))?(?:まで)?{end})?"
    return {
        **{kind: rf"第 *(?P<n>{NUMBER}) *{kind[-1]}{branch}" for kind in ABOVE},
        ARTICLE: rf"第 *(?P<n>{NUMBER}) *条{branch}{until}",
        "第1": rf"第 *(?P<n>{NUMBER}){branch}(?:[.、]|{end})",
        "1.1": rf"(?P<d>[0-9]{{1,3}}(?:[.-][0-9]{{1,3}})+)\.?{end}",
        "(1)": rf"\((?P<n>[0-9]{{1,3}})\)(?:の(?P<b>[0-9]{{1,3}}){end}|{span}\((?P<u>[0-9]{{1,3}})\)(?:まで)?{end})?|(?P<p>[{BRACKETED}])",
        "(一)": r"\((?P<n>[一二三四五六七八九十]{1,3})\)",
        "1)": r"(?P<n>[0-9]{1,3})\)",
        "(ア)": r"\((?P<k>[ァ-ンｱ-ﾝ])\)",
        "(イ)": rf"\((?P<r>[{IROHA}])\)",
        "(i)": r"\((?P<i>[ivx]{1,5})\)",
        "(a)": r"\((?P<a>[a-z])\)",
        "①": rf"(?P<o>[{CIRCLED}])",
        "Ⅰ": rf"(?P<s>[{ROMAN_SIGNS}])(?:[.、]|{end})?|(?P<I>[IVX]{{1,5}})(?:[.、]|{end})",
        "・": r"[・･]",
        "■": r"[■□◆◇]",
        "○": r"[○〇◯◎]",
        "●": r"●",
        "【】": r"(?=【[^】]{1,40}】)",
        "-": r"[-‐–](?=[ \t])",
        "*": r"[*＊](?=[ \t])",
        "1": rf"(?P<n>[0-9]{{1,3}}){branch}(?:[.、](?=[^0-9]|$)|{end})",
        "一": rf"(?P<n>[一二三四五六七八九十百]{{1,4}})(?:{branch}|{span}(?P<u>{NUMBER})(?:まで)?)(?:[.、]|{end})",
        "ア": rf"(?P<k>[ァ-ンｱ-ﾝ]){mark}",
        "イ": rf"(?P<r>[{IROHA}]){mark}",
        "i": rf"(?P<i>[ivx]{{1,5}})(?:[.)]|{end})",
        "a": rf"(?P<a>[a-z])(?:[.)]|{end})",
        "A": rf"(?P<A>[A-Z])(?:[.)]|{end})",
    }


KINDS: Final = tuple(shapes())
"""Every kind that guideline.toml may name."""
_DIGITS: Final = "0123456789"
_LATIN: Final = "abcdefghijklmnopqrstuvwxyz"
_FIRST: Final = {
    **dict.fromkeys((*ABOVE, ARTICLE, "第1"), "第"), **dict.fromkeys(("1", "1)", "1.1"), _DIGITS),
    **dict.fromkeys(("(ア)", "(イ)", "(i)", "(a)", "(一)"), "("), "(1)": "(" + BRACKETED, "①": CIRCLED, "Ⅰ": ROMAN_SIGNS + "IVX",
    "一": KANSUJI + "十百", "ア": KANA + HALF_KANA, "イ": IROHA, "a": _LATIN, "i": "ivx", "A": _LATIN.upper(),
    "・": "・･", "■": "■□◆◇", "○": "○〇◯◎", "●": "●", "【】": "【", "-": "-‐–", "*": "*",
}  # fmt: skip
"""The letters that a label of each kind begins with: its shape is compiled (0.5 ms) when a line may have it."""


@cache
def _shape(kind: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{shapes()[kind]})[ \t]*")


def arabic(text: str) -> int:
    """12 or 十二 as a number."""
    if text.isdecimal():
        return int(text)
    total = now = 0
    for letter in text:
        if letter in "十百":
            total += (now or 1) * (10 if letter == "十" else 100)
            now = 0
        else:
            now = KANSUJI.index(letter)
    return total + now


def kanji(number: int) -> str:
    """十二 for 12; up to 99."""
    tens, ones = divmod(number, 10)
    return (KANSUJI[tens] if tens > 1 else "") + ("十" if tens else "") + (KANSUJI[ones] if ones else "")


def kana_number(letter: str) -> int | None:
    """ア (or ｱ) is 1, イ 2; None for small letters and others that number nothing."""
    for row in (KANA, HALF_KANA):
        if letter in row:
            return row.index(letter) + 1
    return None


def read_label(line: str, kinds: Iterable[str] = ORDER) -> tuple[Label, int] | None:
    """The label of one of `kinds` at the beginning of a line and where the text after it begins; None without one.

    Full-width digits, letters, brackets and spaces count as half-width ones.
    """
    flat = narrow(line[:40])
    if not flat:
        return None
    for kind in KINDS:
        if kind not in kinds or flat[:1] not in _FIRST[kind]:
            continue
        if match := _shape(kind).match(flat):
            number = _number({name: value for name, value in match.groupdict().items() if value})
            if number is not None:
                return Label(kind, *number), match.end()
    return None


def _number(groups: dict[str, str]) -> tuple[tuple[int, ...], tuple[int, ...]] | None:
    """The number of a label, and the last one it stands for; None for letters that number nothing."""
    if "n" in groups:
        number, last = ([arabic(groups[name]) for name in names if name in groups] for names in ("nb", "uv"))
        return tuple(number), tuple(last)
    if "d" in groups:
        return tuple(map(int, re.split("[.-]", groups["d"]))), ()
    if "k" in groups:
        kana = kana_number(groups["k"])
        return None if kana is None else ((kana,), ())
    if roman := groups.get("i", groups.get("I", "")).lower():
        position = ROMAN.index(roman) + 1 if roman in ROMAN else 0
        known = position > 0 and ("i" in groups or position <= len(ROMAN_SIGNS))
        return ((position,), ()) if known else None
    for name, row in (("r", IROHA), ("o", CIRCLED), ("p", BRACKETED), ("s", ROMAN_SIGNS)):
        if name in groups:
            return (row.index(groups[name]) + 1,), ()
    for name, before in (("a", 96), ("A", 64)):
        if name in groups:
            return (ord(groups[name]) - before,), ()
    return (), ()
