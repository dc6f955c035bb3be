"""Matches a label to its field: by its folded words, with its number in any writing or without one.

Used by the readers of Word, Excel and CSV.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Final

from uedasns_tui.japanese.fold import fold

_APART: Final = re.compile(r"\s*[：:\t]\s*|[　 ]+|(?<=[】］\]〕》])(?=[^\s　：:])")
_BREAKS: Final = re.compile(r"\n\s*|[\s　]+(?=[^\s　])")
_BULLETS: Final = " 　\t\n〇○◯"
"""What may stand before a label and would be read as a letter of it."""
_LEAST: Final = 3
"""Characters that a label which is not quite the same must share with the one it is taken for."""
_SAYS_NO_MORE: Final = re.compile(
    "(名称?|id|等|など|欄|について|の別|の(内容|名称|記入|記載)|開始日|終了日|続き|アドレス)*"
)
_NOTE: Final = re.compile(r"[(（][^()（）]*[)）]$")
_ASIDE: Final = re.compile(
    r"[(（【\[［＜<](必須|必ず|任意|要|自由|[^()（）【】\[\]＜＞<>]*(記入|記載|入力|選択|文字|まで|以内|可))[^()（）【】\[\]＜＞<>]*[)）】\]］＞>]"
)
"""What stands in brackets beside a label for the one who fills in."""
_KANJI: Final = "一二三四五六七八九十"
_KANA: Final = "あいうえおかきくけこさしすせそ"
_NUMBER: Final = re.compile(
    rf"\s*[(\[【]?\s*(?:第\s*(?P<di>\d+|[{_KANJI}]+)|(?P<digits>\d+)|(?P<other>[{_KANJI}]+|[ivx]+|[{_KANA}])(?=[\s.)、:．】\]]|$))"
    r"\s*(?:号|項)?\s*[)\]】.、:．\-]*\s*"
)


class Labels:
    """The labels of a form by id, their other names, and the parts of its groups (part id → group id)."""

    def __init__(
        self,
        labels: Mapping[str, str],
        aliases: Mapping[str, tuple[str, ...]] | None = None,
        parts: Mapping[str, str] | None = None,
    ) -> None:
        self.texts = labels
        self.parts = parts or {}
        whole = {name: label for name, label in labels.items() if name not in self.parts}
        self._whole = {_key(label): name for name, label in whole.items()}
        self._numbers = {name: (_number(label), _words(label)) for name, label in whole.items()}
        self._bare: dict[str, str] = {}
        words = [_words(label) for label in whole.values()]
        others = [(name, text) for name in whole for text in (aliases or {}).get(name, ())]
        for name, text in [*whole.items(), *others]:
            if (word := _words(text)) and words.count(word) <= 1:
                self._bare.setdefault(word, name)
        self._part = {
            (group, _words(text)): name
            for name, group in self.parts.items()
            if name in labels
            for text in (*(aliases or {}).get(name, ()), labels[name])
            if _words(text)
        }

    def exact(self, text: str) -> str | None:
        """The id of the label that `text` is, number and words."""
        key = _key(text)
        if not key:
            return None
        if key in self._whole:
            return self._whole[key]
        number = _number(text)
        name = self._bare.get(_words(text))
        return name if number and name and self._numbers[name][0] == number else None

    def named(self, text: str) -> str | None:
        """The id of the label whose words these are, with another number or none at all too, and asides to who fills in."""
        return (
            self.exact(text) or self._bare.get(_words(text)) or self._bare.get(_words(_ASIDE.sub("", text)))
        )

    def part(self, text: str, group: str | None) -> str | None:
        """The id of the part of a group whose label this is."""
        return self._part.get((group, _words(text))) if group else None

    def counts(self, text: str) -> bool:
        """Whether a text is a number alone, as in a column that counts the rows."""
        return bool(text.strip()) and not _words(text)

    def near(self, text: str) -> str | None:
        """The id of the one label with this number whose words hold these, or the other way round."""
        number, words = _number(text), _words(_NOTE.sub("", text))
        if not number or len(words) < _LEAST:
            return None
        fits = [
            name
            for name, (its, own) in self._numbers.items()
            if its == number and len(own) >= _LEAST and (words in own or _same_noun(own, words))
        ]
        several = sum(1 for _, own in self._numbers.values() if len(own) >= _LEAST and own in words) > 1
        return fits[0] if len(fits) == 1 and not several else None

    def inside(self, text: str) -> Iterator[tuple[str, int, int]]:
        """The numbered labels inside a text, at the beginning of a line or behind a space: id, start, where it ends."""
        for match in _BREAKS.finditer(text):
            line = text[match.end() :].partition("\n")[0]
            for end, start in _splits(line):
                if end and (name := self.exact(line[:end])) is not None and name not in self.parts:
                    yield name, match.start(), match.end() + start
                    break

    def begins(self, text: str, loose: bool = False) -> tuple[str | None, str]:
        """The label with which a text begins, and what follows it; `loose`: before a colon without a number too."""
        line, newline, below = text.strip().partition("\n")
        for end, start in _splits(line):
            head = line[:end]
            colon = ":" in unicodedata.normalize("NFKC", line[end:start]) or head[:1] in "【［[〔《"
            name = self.named(head) if loose and (colon or end == len(line)) else self.exact(head)
            if name is not None:
                return name, (line[start:] + newline + below).strip("\n")
        return self._glued(line, newline + below)

    def _glued(self, line: str, below: str) -> tuple[str | None, str]:
        """A numbered label with its value right behind it."""
        for name, label in self.texts.items():
            if name not in self.parts and _number(label) and line.startswith(label):
                rest = line[len(label) :]
                if rest[:1] not in ("（", "(", "・", "等", "の", "に", "、", ""):
                    return name, rest + below
        return None, line + below


def _same_noun(label: str, words: str) -> bool:
    """Whether longer words mean what the label means: what is added stands before it, or behind it says no more."""
    before, found, behind = words.partition(label)
    return bool(found) and (not behind or (not before and _SAYS_NO_MORE.fullmatch(behind) is not None))


def _splits(line: str) -> Iterator[tuple[int, int]]:
    yield len(line), len(line)
    for match in _APART.finditer(line):
        yield match.start(), match.end()


def _key(text: str) -> str:
    return re.sub(r"[\W_]", "", fold(text))


def _is_sign(char: str) -> bool:
    """Whether a character is a number in a circle or a Roman number."""
    name = unicodedata.name(char, "")
    return "CIRCLED" in name or "ROMAN NUMERAL" in name or "PARENTHESIZED" in name


def _split(text: str) -> tuple[str, str]:
    plain = _circled(text)
    match = _NUMBER.match(plain)
    if match is None:
        return "", re.sub(r"[\W_]", "", plain)
    number = next(part for part in match.groups() if part)
    return _digits(number), re.sub(r"[\W_]", "", plain[match.end() :])


def _circled(text: str) -> str:
    stripped = text.lstrip(_BULLETS)
    if stripped and _is_sign(stripped[0]):
        return f"{int(unicodedata.numeric(stripped[0], 0))} " + fold(stripped[1:])
    return fold(stripped)


def _digits(number: str) -> str:
    if number.isdigit():
        return str(int(number))
    if number in _KANA:
        return str(_KANA.index(number) + 1)
    if number[0] in _KANJI:
        tens, ten, units = number.rpartition("十")
        value = (_KANJI.index(tens) + 1 if tens in _KANJI and tens else 1) * 10 if ten else 0
        return str(value + (_KANJI.index(units[0]) + 1 if units else 0))
    values = {"i": 1, "v": 5, "x": 10}
    total = 0
    for here, after in zip(number, number[1:] + " ", strict=False):
        total += -values[here] if values[here] < values.get(after, 0) else values[here]
    return str(total)


def _number(text: str) -> str:
    return _split(text)[0]


def _words(text: str) -> str:
    return _split(text)[1]
