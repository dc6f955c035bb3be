"""Where a Japanese line may end: the character sets of JIS X 4051 and the units that are never broken.

Used by wrap.py alone. Phrases, which are a matter of taste, are in phrases.py; this is a rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from uedasns_tui.japanese.width import graphemes

NOT_AT_HEAD = frozenset(
    "’”）〕］｝〉》」』】｠〙〗»〟❩❫❭❯❱❳❵⟩⟫)]}｣"  # closing brackets
    "‐‑–〜～゠"  # hyphens and wave dashes
    "！？‼⁇⁈⁉!?"  # dividing marks
    "・：；･:;"  # middle dots
    "。．｡."  # full stops
    "、，､,"  # commas
    "ヽヾゝゞ々〻"  # iteration marks
    "ーｰ゛゜ﾞﾟ"  # prolonged sound, voicing
    "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿｧｨｩｪｫｬｭｮｯ𛅐𛅑𛅒𛅕𛅤𛅥𛅦𛅧"  # small kana
    "…‥⋯"  # leaders
    "°′″‵℃℉¢％﹪‰‱%￠㏋ℓ㌃㌍㌔㌘㌢㌣㌦㌧㌫㌶㌻㍉㍊㍍㍑㍗㎎㎏㎜㎝㎞㎡㏄"  # units that follow a number
)
"""Characters that no line begins with (行頭禁則)."""

NOT_AT_END = frozenset(
    "‘“（〔［｛〈《「『【｟〘〖«〝❨❪❬❮❰❲❴⟨⟪([{｢"  # opening brackets
    "￥＄￡＃＠¥$£€#@№※"  # marks that stand before what they count or name
)
"""Characters that no line ends with (行末禁則)."""

SPACES = " \t\u3000\u1680\u2000-\u2006\u2008-\u200a\u205f"
_GLUE = frozenset("\u00a0\u202f\u2007\u2060\ufeff")
SPACE = frozenset(" \t\u3000\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u2009\u200a\u205f")
HANGING = "".join(SPACE)
"""What may stand beyond a line's end, for `str.rstrip` (SPACES is the inside of a pattern)."""
_PLAIN = (
    "\n\n", " ~", "\u2010\u2027", "\u2460\u25ff", "\u3000\u3029", "\u3030\u3096", "\u309b\u30ff", "\u4e00\u9fff",
    "\uff01\uff9d",
)  # fmt: skip
"""The first and the last of the ranges of characters that belong to no cluster of several."""

_DIGIT = "[0-9０-９]"
_KANJI_DIGIT = "[〇一二三四五六七八九十百千]"
_NUMBER = rf"{_DIGIT}+(?:[.,:/．，：／－‐-]{_DIGIT}+)*"
_COUNTER = (
    "(?:年度|年代|年間|日間|週間|時間|分間|か月|カ月|ヶ月|ヵ月|箇月|か所|カ所|ヶ所|箇所|か年|万円|千円|百円|億円"
    "|丁目|番地|文字|パーセント|ページ|メートル|キロ|km|cm|mm|kg|MB|GB|KB"
    "|[条項号章節款編目表年月日時分秒週人件個回歳円万億階名社字頁倍割点番台枚本冊度級位種類課部m])"
)
_WORD = r"[!-'*-.0-Z\\\]^-z|}~\u00a1-\u024f\u0370-\u052f]"

_GAP = " \u3000"
"""The spaces that people leave within a number; all SPACES would take five times 0.1 ms more to compile."""
_NUMBERS = frozenset("0123456789０１２３４５６７８９第元")
"""Without one of them a text holds nothing that `_NUMBERED` finds."""
_NUMBERED = (
    rf"第[{_GAP}]?(?:{_NUMBER}|{_KANJI_DIGIT}+)[{_GAP}]?{_COUNTER}?(?:の{_DIGIT}+)?"
    rf"|(?:明治|大正|昭和|平成|令和)[{_GAP}]?(?:元|{_NUMBER})[{_GAP}]?年?度?"
    rf"|(?<![/A-Za-z])(?:様式)?{_NUMBER}(?:"
    rf"(?:[(（]{_DIGIT}+[)）])+(?:[ア-ン](?![ァ-ンー])|[①-⑳])?"
    rf"|[①-⑳]|[{_GAP}]?{_COUNTER}|(?![0-9A-Za-z/-]))|"
)
_WORDS = (
    rf"(?:[A-Za-z]+://)?{_WORD}+(?:[(\[{{]+{_WORD}+)*/*"
    r"|/+|[Ａ-Ｚａ-ｚ０-９]+|[…‥⋯]+|[―—─]+|."
)


@cache
def _pattern(hang: bool, numbers: bool) -> re.Pattern[str]:
    # most paragraphs hold no number, and what finds numbers is long to compile: a page can be read sooner
    token = _NUMBERED + _WORDS if numbers else _WORDS
    return re.compile(rf"(?:{token})[{SPACES}]*" if hang else token, re.DOTALL)


@lru_cache(8192)
def _odd(letter: str) -> bool:
    """Whether a character may belong to a cluster of several."""
    return not any(pair[0] <= letter <= pair[1] for pair in _PLAIN)


def stays_behind(text: str, index: int) -> bool:
    """Whether the character at `index` begins no line: of ASCII also a quotation mark that closes, and a slash that
    stands right behind something."""
    letter = text[index]
    if letter == '"':
        return text.count('"', 0, index) % 2 == 1
    return letter in NOT_AT_HEAD or (letter in "/／" and text[index - 1] not in SPACE)


def stays_before(text: str, index: int) -> bool:
    """Whether the character at `index` ends no line: of ASCII also a quotation mark that opens."""
    if text[index] == '"':
        opens = text.count('"', 0, index) % 2 == 0
        return opens and '"' in text[index + 1 :]
    return text[index] in NOT_AT_END


def may_break(text: str, index: int) -> bool:
    """Whether the characters on both sides of `index` allow a line to end there (spaces at its end not counted)."""
    before = text[index - 1]
    if stays_behind(text, index) or before in _GLUE or text[index] in _GLUE:
        return False
    while before in SPACE:
        index -= 1
        if index == 0:
            return False
        before = text[index - 1]
    return not stays_before(text, index - 1)


def unit_ends(text: str, hang: bool = True) -> list[int]:
    """End offsets of the units of `text`, one line without a newline.

    A unit ends with the spaces that follow it, so that they hang at the end of a line; without `hang` they are
    units of their own. The offsets rise and the last is len(text); "" has none.
    """
    size = len(text)
    pattern = _pattern(hang, not _NUMBERS.isdisjoint(text))
    ends = [
        end
        for end in (token.end() for token in pattern.finditer(text))
        if end == size or may_break(text, end)
    ]
    if any(map(_odd, set(text))):
        whole = {end for _, end, _ in graphemes(text)}
        ends = [end for end in ends if end in whole]
    return ends


def pieces(text: str, width: int) -> Iterator[tuple[int, int]]:
    """Cut a unit wider than `width` cells into (end, cells) as small as need be.

    Clusters stay whole, and marks stay with their neighbour unless they alone are too wide.
    """
    clusters = list(graphemes(text))
    start = 0
    while start < len(clusters):
        used, stop = clusters[start][2], start + 1
        while stop < len(clusters) and not may_break(text, clusters[stop][0]):
            if used + clusters[stop][2] > width:
                break
            used += clusters[stop][2]
            stop += 1
        yield clusters[stop - 1][1], used
        start = stop
