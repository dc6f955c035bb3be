"""The words of a question, and what may stand for each: synonyms, readings, what was meant by a slip.

Used by `topic_search`, and by the finder for what can be done.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache, partial
from itertools import islice
from typing import NamedTuple

from uedasns_tui.frozen import dataclass
from uedasns_tui.guideline.document import Guideline
from uedasns_tui.guideline.near_words import NearWords
from uedasns_tui.guideline.search import SearchIndex, search_index
from uedasns_tui.japanese import romaji

SYNONYM, PIECE, LETTER = 0.9, 0.7, 0.4
"""What a synonym counts, the beginning of a word of kana, and a word of one letter, beside 1 for the word
itself."""
RUNS = re.compile("[一-龠々]+|[ァ-ヺー]+|[a-z0-9]+|[①-⑳]|[ぁ-ゖー]+")
KANJI = re.compile("[一-龠々]+")
HIRAGANA = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}
"""Katakana as hiragana, letter by letter."""
KATAKANA, SYLLABLE = "[ァ-ヺー]", "[ぁ-ゖ一-龠々]"
WITH_PARTICLE = re.compile("[一-龠][はがをにのでと]")
SHORT = 3
"""Kana of the shortest reading by which a word with synonyms is known; longer readings also stand behind a particle."""
JOINING = tuple("はがをにのへとでもや")
ROMAJI = re.compile("[a-z']{4,}")
POLITE = re.compile("(?<=てい)ません|(?<=て)ません|(?<=でき)ません|(?<=が)ありません|(?<=は)ありません")
DASH = re.compile("(?<=[ァ-ヺぁ-ゖ])[-‐−–—―一](?![一-龠])")
"""What is typed, or read from paper, for the long mark."""
PARTICLES = (
    "てください", "でください", "したいです", "しなければ", "ことができ", "ありますか", "いけません", "いいですか", "ときには", "ください", "ですか",
    "ますか", "ません", "したい", "したら", "ときは", "ときの", "ところ", "について", "してもいい", "してはいけない", "してもよい", "していい",
    "していいか", "されたら", "されたとき", "すること", "するとき", "するには", "できる", "とき", "こと", "ため", "から", "まで", "より", "など", "には", "では", "ても",
    "でも", "たい", "たら", "する", "した", "して", "され", "いい", "よい", "どう", "なに", "ない", "ます", "です", "への", "での", "との",
    "てしまったら", "てしまった", "てしまう", "ちゃったら", "ちゃった", "ちゃって", "ちゃう", "られたら", "られた", "みたい", "っぽい", "ような", "ように", "よう", "という", "って", "けど", "とか", "ので", "のに", "なら", "もの", "ほう", "さん",
    "ある", "いる", "なる",
    "は", "が", "を", "に", "の", "へ", "と", "で", "も", "や", "か", "る", "た", "て", "い", "ね", "よ", "な", "だ", "ば", "う",
)  # fmt: skip
"""What stands around a word of kana and is not of it, the longest first."""
ONLY_PARTICLES = re.compile(f"({'|'.join(PARTICLES)})+")


@dataclass(frozen=True)
class Term:
    """A word of a question: what may stand for it, each with what it counts."""

    words: tuple[tuple[str, float], ...]


def _stands(index: SearchIndex, word: str) -> bool:
    return bool(index.spans(word))


def content_letters(text: str) -> Iterator[int]:
    """The places of the letters that a question is about: neither endings nor what joins its words."""
    for run in RUNS.finditer(text):
        if run[0].isdecimal():
            continue
        if not "ぁ" <= run[0][0] <= "ゖ":
            yield from range(*run.span())
        elif not KANJI.fullmatch(text[max(0, run.start() - 1) : run.start()]):
            yield from range(run.start(), run.start() + len(_bare(run[0])))


def question_terms(guideline: Guideline, query: str) -> Iterator[Term]:
    """The words of a question: first those that have synonyms, then runs of one script."""
    forms = _forms(guideline)
    rest = POLITE.sub("ない", DASH.sub("ー", unicodedata.normalize("NFKC", query).lower()))
    rest = ROMAJI.sub(lambda match: _as_kana(forms, match[0]), rest)
    plain = rest.translate(HIRAGANA)
    for form in forms:
        at = form.place_in(rest, plain) if form.kana in plain else None
        if at is None:
            continue
        rest = f"{rest[:at]}\n{rest[at + len(form.kana) :]}"
        plain = rest.translate(HIRAGANA)
        yield Term(((form.key, 1.0), *((word, SYNONYM) for word in guideline.synonyms[form.key])))
    before = ""
    for run in RUNS.finditer(rest):
        follows = (
            before.endswith(rest[: run.start()][-1:]) and run.start() > 0 and bool(KANJI.search(before[-1:]))
        )
        before = run[0]
        yield from _run_terms(guideline, run[0], follows)


class _Form(NamedTuple):
    """How a word with synonyms may be typed: as it is written, or as it is read."""

    key: str
    kana: str
    """With its katakana as hiragana."""
    edge: str
    """What may not stand right before or behind it: katakana and Latin are whole words."""
    is_reading: bool

    def place_in(self, text: str, plain: str) -> int | None:
        """Where it begins in a text; `plain`: with its katakana as hiragana."""
        at = plain.find(self.kana)
        while at >= 0 and not self._is_word(text, at, at + len(self.kana)):
            at = plain.find(self.kana, at + 1)
        return at if at >= 0 else None

    def _is_word(self, text: str, start: int, end: int) -> bool:
        """Whether what stands there is this word and no part of another."""
        before, behind = text[max(0, start - 1) : start], text[end : end + 1]
        in_katakana = self.edge == KATAKANA and "ァ" <= text[start] <= "ヺ"
        if not self.is_reading and (in_katakana or self.edge != KATAKANA):
            if WITH_PARTICLE.match(self.key) and KANJI.fullmatch(before):  # 月に in 正月に
                return False
            beyond = "" if in_katakana and len(self.kana) > SHORT else behind  # ハンドル in ハンドルネーム
            return not (self.edge and re.search(self.edge, before + beyond))
        if len(self.kana) < SHORT and re.match(SYLLABLE, behind) and behind not in JOINING:
            return False
        return not re.match(SYLLABLE, before) or (before in JOINING and len(self.kana) > SHORT)


@lru_cache(4)
def _forms(guideline: Guideline) -> tuple[_Form, ...]:
    """The forms of all words with synonyms, the longest first."""
    forms = []
    for key in guideline.synonyms:
        written = unicodedata.normalize("NFKC", key).lower()
        edge = KATAKANA if re.fullmatch(f"{KATAKANA}+", written) else "[a-z]" if written.isascii() else ""
        forms.append(_Form(key, written.translate(HIRAGANA), edge, is_reading=False))
        reading = guideline.readings.get(key, "")
        if len(reading) >= SHORT:
            forms.append(_Form(key, reading, "", is_reading=True))
    return tuple(sorted(forms, key=lambda form: -len(form.kana)))


def _as_kana(forms: tuple[_Form, ...], typed: str) -> str:
    """A word of Latin letters as the kana of a word with synonyms, where it is one."""
    readings = {form.kana for form in forms if form.is_reading}
    return next((kana for kana in romaji.kana_of(typed) if kana in readings), typed)


def _run_terms(guideline: Guideline, run: str, follows: bool) -> Iterator[Term]:
    """The words of a run of one script. `follows`: it stands right behind kanji, whose ending it is."""
    index = search_index(guideline)
    if KANJI.fullmatch(run):
        yield from _near_compound(guideline, run) or _compound_terms(index, run)
    elif "ぁ" <= run[0] <= "ゖ":
        is_ending = follows and not (len(run) > SHORT and _stands(index, run))
        word = run if follows else _bare(run)
        if len(word) > 1 and not is_ending:
            yield from _kana_terms(guideline, word)
    elif len(run) > 1 or "①" <= run <= "⑳":
        near = () if _stands(index, run) else tuple(_near_terms(guideline, run))
        yield from near or (Term(((run, 1.0),)),)


def _near_terms(guideline: Guideline, run: str) -> Iterator[Term]:
    """The word that was meant by one that stands nowhere, in kana or romaji."""
    kana = romaji.kana_of(run) if run.isascii() else (run,)
    near = next(filter(None, map(near_words(guideline).near, kana)), "")
    if near:
        meant = ((word, SYNONYM) for word in guideline.synonyms.get(near, ()))
        yield Term(((near, SYNONYM), *meant))


def _near_compound(guideline: Guideline, run: str) -> tuple[Term, ...]:
    """The compound that was meant by one with a letter wrong, as 肖像権 by 肖象権."""
    if len(run) < SHORT or _stands(search_index(guideline), run):
        return ()
    known = (word for word in guideline.readings if len(word) == len(run))
    near = next((word for word in known if _is_one_letter_off(word, run) and KANJI.fullmatch(word)), "")
    return (
        (Term(((near, SYNONYM), *((word, SYNONYM) for word in guideline.synonyms.get(near, ())))),)
        if near
        else ()
    )


def _is_one_letter_off(word: str, run: str) -> bool:
    """Whether two compounds differ in one letter; in the last of three, 広報誌 is no 広報課."""
    wrong = [at for at, letters in enumerate(zip(word, run, strict=True)) if letters[0] != letters[1]]
    return len(wrong) == 1 and wrong[0] < max(2, len(run) - (len(run) == SHORT))


@lru_cache(4)
def near_words(guideline: Guideline) -> NearWords:
    """The words with synonyms and those of the texts, by how they sound."""
    index = search_index(guideline)
    texts = {word: word for text in index.texts for word in re.findall(f"{KATAKANA}{{3,}}", text)}
    known = ((form.key, form.kana) for form in _forms(guideline) if form.is_reading or form.edge == KATAKANA)
    return NearWords((*known, *texts.items(), *guideline.readings.items()))


def _compound_terms(index: SearchIndex, run: str) -> Iterator[Term]:
    """A compound as it stands; else the longest parts of it that stand somewhere."""
    if len(run) == 1:
        yield Term(((run, LETTER),))
    while len(run) > 1:
        size = next((size for size in range(len(run), 1, -1) if _stands(index, run[:size])), 0)
        if size:
            yield Term(((run[:size], 1.0),))
        run = run[size or 1 :]


def _bare(run: str) -> str:
    """A word of kana without what stands around it."""
    if ONLY_PARTICLES.fullmatch(run):
        return ""
    for _ in range(4):
        shorter = run
        for particle in PARTICLES:
            if len(run) - len(particle) >= 2 and run.endswith(particle):
                shorter = run[: -len(particle)]
                break
        if shorter == run:
            break
        run = shorter
    return "" if run in PARTICLES else run


def _kana_terms(guideline: Guideline, word: str) -> Iterator[Term]:
    """A word of kana by how the guideline's words are read; else the one it is near; else its beginning, as far as
    that is known."""
    index = search_index(guideline)
    if not _stands(index, word) and (near := tuple(_near_terms(guideline, word))):
        yield from near
        return
    for size in range(len(word), max(1, len(word) // 2 - 1), -1):
        if _stands(index, word[:size]):
            yield Term(((word[:size], 1.0 if size == len(word) else PIECE),))
            rest = word[size:]
            ends = (rest[at:] for at in range(len(rest) - SHORT + 1))
            yield from (Term(((end, PIECE),)) for end in islice(filter(partial(_stands, index), ends), 1))
            return
