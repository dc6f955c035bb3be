"""How a word list writes wordings: a small closed notation, read into a pattern. Used by findings and the check.

    {A|B}   one of them; {A|} A or nothing; an alternative that names a [[set]] of the list is each of its forms
    [A|B]   one of them must stand there, but is no part of the match
    …       anything within the same sentence, up to GAP letters; 。… goes on into the next sentence
    。      the end of the sentence: 。！？, a line's or the text's end, a mark or picture
    、      a comma of either kind
    {語}    in an `unless`: the matched word

Brackets do not nest. Everything else stands for itself, in any width and either kana.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Final

from uedasns_tui.japanese.fold import fold

GAP: Final = 30
FOUND: Final = "{語}"
Sets = Mapping[str, tuple[str, ...]]

_TOKEN: Final = re.compile(
    r"\{(?P<choice>[^{}\[\]]*)\}|\[(?P<beside>[^{}\[\]]*)\]|(?P<mark>。…|[…。、])|(?P<plain>[^{}\[\]…。、]+)"
)
_MARKS: Final = {
    "。…": rf"[。!?\s]+[^。!?\n]{{0,{GAP}}}?",
    "…": rf"[^。!?\n]{{0,{GAP}}}?",
    "。": r"(?![\w、,・~-])",
    "、": "[、,]",
}
_VOICED: Final = ("ﾞ", "ﾟ", "\u3099", "\u309a")
_WIDE: Final = str.maketrans("｛｝［］｜", "{}[]|")


def is_plain(written: str) -> bool:
    """Whether it stands for itself alone."""
    return not re.search(r"[{}\[\]…。、]", written.translate(_WIDE))


def letters(written: str) -> str:
    """Its letters without the notation, for a look at the script it is written in."""
    return re.sub(r"\{[^}]*\}|\[[^\]]*\]|[…。、]", "", written.translate(_WIDE))


def matched_form(written: str) -> str:
    """A word's wording without what must stand beside it: what {語} means in its `unless`."""
    return re.sub(r"^\[[^\]]*\]|\[[^\]]*\]$", "", written.translate(_WIDE))


def pattern(written: str, sets: Sets) -> str:
    """The regular expression over folded text."""
    pieces = []
    wording = written.translate(_WIDE)
    for hit in _TOKEN.finditer(wording):
        if hit["choice"] is not None:
            pieces.append(f"(?:{'|'.join(map(_simple, _forms(hit['choice'], sets)))})")
        elif hit["beside"] is not None:
            ahead = "(?=" if hit.start() else "(?<="
            forms = (f"{ahead}{_simple(form)})" for form in _forms(hit["beside"], sets))
            pieces.append(f"(?:{'|'.join(forms)})")
        else:
            pieces.append(_simple(hit[0]))
    return "".join(pieces)


def openings(written: str, sets: Sets) -> tuple[str, ...]:
    """What a wording can begin with, as written: its first alternatives, or all of it up to the first bracket."""
    wording = re.sub(r"^\[[^\]]*\]", "", written.translate(_WIDE))
    first = re.match(r"\{([^{}]*)\}", wording)
    return _forms(first[1], sets) if first else (re.split(r"[{\[…。]", wording)[0],)


def starts(written: str, sets: Sets) -> frozenset[str]:
    """The folded letters that a match can begin with."""
    return frozenset(
        _first(text[:1] if text[1:2] not in _VOICED else text[:2]) for text in openings(written, sets)
    )


@cache
def _first(letter: str) -> str:
    return fold(letter)[:1]


def faults(written: str, sets: Sets) -> Iterator[str]:
    """What is wrong with a wording, in the words of the check."""
    if is_plain(written):
        return
    wording = written.translate(_WIDE)
    if "".join(hit[0] for hit in _TOKEN.finditer(wording)) != wording:
        yield f"「{written}」のかっこが閉じていないか、重なっています。"
        return
    for hit in _TOKEN.finditer(wording):
        choice = hit["choice"]
        if choice is not None and "|" not in choice and choice not in sets and hit[0] != FOUND:
            yield f"「{choice}」という組（set）はありません。"
        if hit["beside"] is not None and "…" in hit["beside"] and not hit.start():
            yield f"「{written}」の前に立つ語には「…」を使えません。"


def word_faults(written: str, sets: Sets) -> Iterator[str]:
    """The same for a word to find, which must begin with a letter."""
    messages = tuple(faults(written, sets))
    yield from messages
    if not messages and any(text[:1] in ("", *"…。、[{") for text in openings(written, sets)):
        yield f"「{written}」は、何かの文字で始めてください。"


def _forms(choice: str, sets: Sets) -> tuple[str, ...]:
    """The alternatives, the longest first."""
    forms = [form for name in choice.split("|") for form in sets.get(name, (name,))]
    return tuple(sorted(forms, key=len, reverse=True))


def _simple(written: str) -> str:
    parts = re.split("(。…|[…。、])", written)
    return "".join(_MARKS.get(part) or re.escape(fold(part)) for part in parts if part)
