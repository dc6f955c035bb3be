"""Romaji, complete or half typed, as the kana it may mean, for search without an input method.

Used by search, the finder and the register, over readings (よみ) that are data; no dictionary is involved.
Hepburn, Kunrei and what input methods take all hold; where one spelling means two (konna, hon'ya without its mark)
both are tried. A typist may leave out long vowels (shozokucho) but not add them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import islice, product
from typing import Final

from uedasns_tui.japanese.fold import fold

VOWELS: Final = "aiueo"
MOST: Final = 64
"""Readings that one typed text may have at most."""

_ROWS: Final = (
    " あいうえお", "kかきくけこ", "sさしすせそ", "tたちつてと", "nなにぬねの", "hはひふへほ", "mまみむめも", "rらりるれろ",
    "gがぎぐげご", "zざじずぜぞ", "dだぢづでど", "bばびぶべぼ", "pぱぴぷぺぽ", "cかしくせこ",
)  # fmt: skip
_GLIDES: Final = (
    ("ky", "き"), ("gy", "ぎ"), ("ny", "に"), ("hy", "ひ"), ("my", "み"), ("ry", "り"), ("by", "び"), ("py", "ぴ"),
    ("sy", "し"), ("sh", "し"), ("ty", "ち"), ("ch", "ち"), ("cy", "ち"), ("zy", "じ"), ("j", "じ"), ("jy", "じ"),
    ("dy", "ぢ"),
)  # fmt: skip
_OTHERS: Final = (
    "ya や yu ゆ yo よ wa わ wi うぃ we うぇ wo を o お,を shi し chi ち tsu つ fu ふ ji じ,ぢ zu ず,づ ti ち,てぃ di ぢ,でぃ "
    "du づ,どぅ thi てぃ dhi でぃ thu てゅ dhu でゅ twu とぅ dwu どぅ fa ふぁ fi ふぃ fe ふぇ fo ふぉ fyu ふゅ "
    "va ゔぁ,ば vi ゔぃ,び vu ゔ,ぶ ve ゔぇ,べ vo ゔぉ,ぼ tsa つぁ tsi つぃ tse つぇ tso つぉ qu く kwa くぁ gwa ぐぁ "
    "xtsu っ xtu っ ltu っ ltsu っ xya ゃ xyu ゅ xyo ょ lya ゃ lyu ゅ lyo ょ xa ぁ xi ぃ xu ぅ xe ぇ xo ぉ "
    "la ら li り lu る le れ lo ろ - ー"
)

_ENDING: Final = {
    "a": "あかさたなはまやらわがざだばぱぁゃ",
    "i": "いきしちにひみりぎじぢびぴぃ",
    "u": "うくすつぬふむゆるぐずづぶぷゔぅゅ",
    "e": "えけせてねへめれげぜでべぺぇ",
    "o": "おこそとのほもよろをごぞどぼぽぉょ",
}
_LONG: Final = {"a": "あー", "i": "ー", "u": "うー", "e": "えー", "o": "うおー"}
"""What may follow a kana of that vowel in a reading without having been typed."""


@cache
def _syllables() -> dict[str, tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = {}
    for row in _ROWS:
        table |= {row[0].strip() + vowel: (kana,) for vowel, kana in zip(VOWELS, row[1:], strict=True)}
    for letters, head in _GLIDES:
        for vowel, small in zip("auoei", "ゃゅょぇぃ", strict=True):
            table[letters + vowel] = (head + small,)
    names = _OTHERS.split()
    table |= {name: tuple(kana.split(",")) for name, kana in zip(names[::2], names[1::2], strict=True)}
    for vowel in VOWELS:
        table["n" + vowel] += tuple("ん" + kana for kana in table[vowel][:1])
    for vowel in "auo":
        table["ny" + vowel] += ("ん" + table["y" + vowel][0],)
    return table


@cache
def _beginning(letters: str) -> tuple[str, ...]:
    """The shortest kana that a syllable begun with `letters` may turn out to be."""
    options = {kana for name, kanas in _syllables().items() if name.startswith(letters) for kana in kanas}
    return tuple(
        sorted(kana for kana in options if not any(kana[:n] in options for n in range(1, len(kana))))
    )


def _is_kana(char: str) -> bool:
    return "ぁ" <= char <= "ゖ" or char in "ーゝゞ"


def _plain(typed: str) -> str:
    """Folded; ō and ô as o, so that a marked long vowel counts as one left out."""
    folded = fold(typed).replace(" ", "")
    if folded.isascii():
        return folded
    return "".join(
        char if _is_kana(char) else unicodedata.normalize("NFD", char)[0] for char in folded if char != "・"
    )


def is_romaji(text: str) -> bool:
    """Whether `text` can only be romaji: Latin letters, half or full width, perhaps with ' and -."""
    plain = _plain(text)
    return plain[:1].isalpha() and plain.isascii() and all(char.isalpha() or char in "'-" for char in plain)


@lru_cache(256)
def _slots(typed: str) -> tuple[tuple[str, ...], ...] | None:
    """For each syllable typed the kana it may be, the last perhaps only begun; None when it is no romaji or kana."""
    text = _plain(typed)
    slots: list[tuple[str, ...]] = []
    index = 0
    while index < len(text):
        taken = _next(text, index)
        if taken is None:
            return None
        index, slot = taken
        if slot:
            slots.append(slot)
    return tuple(slots)


def _next(text: str, index: int) -> tuple[int, tuple[str, ...]] | None:
    """The next syllable of `text`: where it ends and what it may be; None where none can stand."""
    char, rest = text[index], text[index:]
    if _is_kana(char):
        return index + 1, (char,)
    if char == "'":
        return index + 1, ()
    table = _syllables()
    if rest.startswith("nn"):
        vowel = re.match("nn(y?[aiueo])", rest)
        if vowel and vowel[1] in table:
            both = (
                *(f"ん{kana}" for kana in table["n" + vowel[1]][:1]),
                *(f"ん{kana}" for kana in table[vowel[1]]),
            )
            return index + len(vowel[0]), both
        return index + 2, ("ん",)
    for size in (4, 3, 2, 1):
        if kanas := table.get(rest[:size]) if len(rest) >= size else None:
            return index + size, kanas
    following = rest[1:2]
    if char == "n" and following and following != "y":
        return index + 1, ("ん",)
    if char == "m" and following in tuple("bpm"):
        return index + 1, ("ん",)
    if char.isalpha() and (following == char or rest.startswith("tch")):
        return index + 1, ("っ",)
    if char == "h" and index and text[index - 1] == "o" and following and following not in VOWELS:
        return index + 1, ()
    if kanas := _beginning(rest):
        if rest == "n":
            kanas = ("ん", *(kana for kana in kanas if kana[0] != "ん"))
        return len(text), kanas
    return None


def kana_of(typed: str) -> tuple[str, ...]:
    """Hiragana with which a reading may begin that `typed` is the romaji of, the likeliest first; () when none.

    hensin and henshin give へんしん; a half-typed hens gives へんさ, へんし … . Kana gives itself. At most `MOST`.
    """
    slots = _slots(typed)
    if not slots:
        return ()
    return tuple(dict.fromkeys(map("".join, islice(product(*slots), MOST))))


@lru_cache(256)
def _pattern(typed: str) -> re.Pattern[str] | None:
    slots = _slots(typed)
    if not slots:
        return None
    if all(map(_is_kana, fold(typed))):
        return re.compile(re.escape(fold(typed)))
    half = _half(typed)
    parts = []
    for number, slot in enumerate(slots):
        before = slots[number - 1][0][-1] if number else ""
        options = "|".join(_loose(kana, before) for kana in slot)
        double = "っ?" if half and number == len(slots) - 1 else ""
        parts.append(f"{double}(?:{options})")
    return re.compile("".join(parts))


def _half(typed: str) -> bool:
    """Whether the last syllable is only begun, by a letter that may yet be doubled (it for itta)."""
    last = _plain(typed)[-1:]
    return last.isascii() and last.isalpha() and last not in VOWELS + "n"


def _vowel(kana: str) -> str:
    return next((vowel for vowel, members in _ENDING.items() if kana and kana in members), "")


def _loose(kana: str, before: str) -> str:
    """A pattern for `kana` after `before`: a repeated vowel may be written ー, and a long one may be left out."""
    return "".join(_each(kana, before))


def _each(kana: str, before: str) -> Iterator[str]:
    vowel = _vowel(before)
    if vowel and kana[0] in "あいうえお"[VOWELS.index(vowel)]:
        yield f"[{kana[0]}{_LONG[vowel]}]"
    else:
        yield kana[0]
    yield kana[1:]
    if long := _LONG.get(_vowel(kana[-1])):
        yield f"[{long}]?"


@lru_cache(16384)
def _hiragana(reading: str) -> str:
    return fold(reading)


def readings_match(typed: str, reading: str) -> bool:
    """Whether `reading` (kana) begins with what `typed` (romaji or kana, perhaps half typed) means."""
    pattern = _pattern(typed)
    return pattern is not None and pattern.match(_hiragana(reading)) is not None
