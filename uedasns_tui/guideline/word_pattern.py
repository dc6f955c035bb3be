"""The notation of word lists, compiled into a pattern. Used by findings and the guideline check.

    {A|B}   one of them; {A|} A or nothing
    〈名〉   one of the forms of the [[set]] of that name, by itself or as an alternative
    [A|B]   one of them must be beside it, but is no part of the match
    …       anything within the same sentence, up to GAP letters; 。… goes on into the next sentence
    。      the end of the sentence: 。！？, a line's or the text's end, a mark or picture
    {語}    in an `unless`: the matched word

Brackets do not nest. Everything else means itself, in any width and either kana.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from uedasns_tui.japanese.fold import fold

GAP: Final = 30
FOUND: Final = "{語}"
Sets = Mapping[str, tuple[str, ...]]

_TOKEN: Final = re.compile(
    r"\{([^{}\[\]]*)\}|\[([^{}\[\]]*)\]|(〈[^〈〉{}\[\]|]*〉)|(。…|[…。])|([^{}\[\]〈〉…。]+)"
)
_MARKS: Final = {
    "。…": rf"[。!?\s]+[^。!?\n]{{0,{GAP}}}?",
    "…": rf"[^。!?\n]{{0,{GAP}}}?",
    "。": r"(?![\w,・~-])",
}
_WIDE: Final = str.maketrans("｛｝［］｜", "{}[]|")


def folded(text: str) -> str:
    """As wordings and texts are compared: folded, either comma the same."""
    return fold(text).replace("、", ",")


def is_plain(written: str) -> bool:
    """Whether it means itself alone."""
    return not re.search(r"[{}\[\]〈〉…。]", written.translate(_WIDE))


def letters(written: str, sets: Sets) -> str:
    """All letters that a match can have, for a look at the scripts it is written in."""
    listed = "".join("".join(sets.get(name, ())) for name in re.findall("〈([^〈〉]*)〉", written))
    return re.sub(r"\[[^\[\]]*\]|〈[^〈〉]*〉|[{}|…。]|語(?=\})", "", written.translate(_WIDE)) + listed


def matched_form(written: str) -> str:
    """A word's wording without what must be beside it: what {語} means in its `unless`."""
    return re.sub(r"^\[[^\]]*\]|\[[^\]]*\]$", "", written.translate(_WIDE))


def steps(written: str, sets: Sets) -> Iterator[tuple[tuple[str, ...], bool]]:
    """What follows one another in a wording: the forms it may have there, and whether they only stand beside it."""
    for hit in _TOKEN.finditer(written.translate(_WIDE)):
        choice, beside, name, _, _ = hit.groups()
        bracket = next((inside for inside in (choice, beside, name) if inside is not None), None)
        yield (hit[0],) if bracket is None else _forms(bracket, sets), beside is not None


def pattern(written: str, sets: Sets) -> str:
    """The regular expression over folded text."""
    pieces: list[str] = []
    for forms, is_beside in steps(written, sets):
        ahead = ("(?=" if pieces else "(?<=") if is_beside else "(?:"
        pieces.append(f"(?:{'|'.join(f'{ahead}{_simple(form)})' for form in forms)})")
    return "".join(pieces)


def openings(written: str, sets: Sets) -> tuple[str, ...]:
    """What a wording can begin with, as written: its first alternatives, or all of it up to the first sign."""
    wording = re.sub(r"^\[[^\]]*\]", "", written.translate(_WIDE))
    first = re.match(r"\{([^{}]*)\}|(〈[^〉]*〉)", wording)
    return _forms(first[1] or first[2] or "", sets) if first else (re.split(r"[{\[〈…。]", wording)[0],)


def faults(written: str, sets: Sets) -> Iterator[str]:
    """What is wrong with a wording, in the words of the check."""
    wording = written.translate(_WIDE)
    if "".join(hit[0] for hit in _TOKEN.finditer(wording)) != wording or wording.count("〈") != wording.count(
        "〉"
    ):
        yield f"「{written}」のかっこが閉じていないか、重なっています。"
        return
    for name in re.findall("〈([^〈〉]*)〉", wording):
        if name not in sets:
            yield f"「{name}」という組（set）はありません。"
    if re.match(r"\[[^\]]*…", wording):
        yield f"「{written}」の前に立つ語には「…」を使えません。"


def collisions(written: str, sets: Sets) -> Iterator[str]:
    """Alternatives that are also the name of a set: whoever reads the list cannot tell which is meant."""
    for choice in re.findall(r"[{\[]([^{}\[\]]*)[}\]]", written.translate(_WIDE)):
        for name in sets.keys() & set(choice.split("|")) if "|" in choice else ():
            yield f"「{name}」は組（set）の名前でもあります。組のことなら〈{name}〉と書き、そうでなければ組の名前を変えてください。"


def word_faults(written: str, sets: Sets) -> Iterator[str]:
    """The same for a word to find, which must begin with a letter."""
    messages = tuple(faults(written, sets))
    yield from messages
    if not messages and any(text[:1] in ("", *"…。[{") for text in openings(written, sets)):
        yield f"「{written}」は、何かの文字で始めてください。"


def _forms(choice: str, sets: Sets) -> tuple[str, ...]:
    """The alternatives, the longest first. {名} alone is the set too: so older lists write it."""
    if choice in sets:
        choice = f"〈{choice}〉"
    forms = [
        form
        for option in choice.split("|")
        for form in (sets.get(option[1:-1], ()) if option.startswith("〈") else (option,))
    ]
    return tuple(sorted(forms, key=len, reverse=True))


def _simple(written: str) -> str:
    parts = re.split("(。…|[…。])", written)
    return "".join(_MARKS.get(part) or re.escape(folded(part)) for part in parts if part)
