"""Citations as staff write them: 5(8)オ, 5-8-オ, ５（８）オ, 4(1)⑧・2, 第3条第2項第2号イ, 第1の1の(1)のイ, 第2条ただし書.

Used by `document`. Full-width forms are made narrow, but never by NFKC, which turns ① into 1. Decorated steps match
exactly; a bare number matches any numeric class, its own first; 章 and 節 may be left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Final

from uedasns_tui.frozen import dataclass
from uedasns_tui.guideline.clause_tree import HEADINGS, Clause, bare_title, split_sentences
from uedasns_tui.guideline.numbering import (
    ABOVE,
    ARTICLE,
    BRACKETED,
    CIRCLED,
    IROHA,
    KANSUJI,
    NUMBER,
    PARAGRAPHS,
    ROMAN,
    ROMAN_SIGNS,
    SUPPLEMENT,
    Label,
    arabic,
    kana_number,
)
from uedasns_tui.japanese.fold import fold, narrow

NUMERIC: Final = ("1", "第1", "(1)", "一", "①", "1)", "(一)", "・", "第1条", "第1章", "第1節", "1.1")
_UNITS: Final[dict[str, tuple[str, ...]]] = {
    "編": ("第1編",), "章": ("第1章",), "節": ("第1節",), "款": ("第1款",), "条": ("第1条",),
    "項": PARAGRAPHS, "号": ("(1)", "一", "(一)"),
}  # fmt: skip
_SENTENCE: Final = r"(ただし書き?|但し?書き?|本文|前段|後段)\s*$"
"""What names a sentence of a clause."""
LONGEST: Final = 200
"""A longer text is no citation."""


@dataclass(frozen=True)
class CitationStep:
    """One step: the kinds it may be, the best first, and its number; `letter` where a kana may be アイウ or イロハ.

    `paragraph`: 項 (第1項 may be the article itself). `split`: the same as two steps, where no clause has that
    number: 第1の1 is the branch 第1の1, or 1 of 第1; 5.8 a heading, or 8 of 5.
    """

    kinds: tuple[str, ...]
    number: tuple[int, ...]
    paragraph: bool = False
    letter: str = ""
    split: tuple[CitationStep, ...] = ()


@cache
def _step_pattern() -> re.Pattern[str]:
    return re.compile(
        rf"""第?\s*(?P<number>{NUMBER})\s*(?P<unit>[編章節款条項号])(?:\s*の\s*(?P<branch>{NUMBER})(?!\s*[章節条項号]))?
          | 第\s*(?P<dai>{NUMBER})(?:の(?P<part>{NUMBER})(?![0-9]*[(（]))?
          | \((?P<bracket>[0-9]+|[一二三四五六七八九十]{{1,3}}|[ァ-ンｱ-ﾝヰヱ]|[ivx]{{2,5}}|[a-z])\)?(?:の(?P<again>[0-9]+)(?![0-9]*[(（]))?
          | (?P<row>[{CIRCLED}{BRACKETED}{ROMAN_SIGNS}]) | (?P<bullet>[・･■○●])(?P<count>[0-9]*)
          | (?P<decimal>[0-9]+(?:\.[0-9]+)+) | (?P<digits>[0-9]+)\)? | (?P<kana>[ァ-ンｱ-ﾝヰヱ])(?![ァ-ンｱ-ﾝー])
          | (?P<roman>[ivx]{{2,5}})(?![a-z]) | (?P<latin>[a-z])(?![a-z]) | (?P<separator>[\s\-‐－ー―.,、。の>/)]+)""",
        re.VERBOSE,
    )


def steps(text: str) -> list[CitationStep] | None:
    """The steps of a citation; None when it is none. Hiragana stand for the katakana of a label."""
    if len(text) > LONGEST:
        return None
    flat = re.sub("[ぁ-ねは-ん]", lambda kana: chr(ord(kana[0]) + 0x60), narrow(text).strip())
    flat = re.sub("[A-Z]", lambda letter: letter[0].lower(), flat)
    position = 0
    path: list[CitationStep] = []
    while position < len(flat):
        match = _step_pattern().match(flat, position)
        if match is None:
            return None
        position = match.end()
        if match["separator"] is None:
            step = _step(match)
            if step is None:
                return None
            path.append(step)
    return path or None


def _step(match: re.Match[str]) -> CitationStep | None:
    if unit := match["unit"]:
        branch = (arabic(match["branch"]),) if match["branch"] else ()
        return CitationStep(_UNITS[unit], (arabic(match["number"]), *branch), unit == "項")
    if match["dai"]:
        whole = CitationStep(("第1",), (arabic(match["dai"]),))
        if not match["part"]:
            return whole
        part = arabic(match["part"])
        return replace(whole, number=(*whole.number, part), split=(whole, CitationStep(NUMERIC, (part,))))
    if match["row"]:
        for row, kind in ((CIRCLED, "①"), (BRACKETED, "(1)"), (ROMAN_SIGNS, "Ⅰ")):
            if match["row"] in row:
                return CitationStep(
                    (kind, "一") if kind == "(1)" else (kind,), (row.index(match["row"]) + 1,)
                )
    if match["bullet"]:
        kinds = ("・", "-", "*") if match["bullet"] in "・･" else (match["bullet"],)
        return CitationStep(kinds, (int(match["count"] or 1),))
    if match["decimal"]:
        numbers = tuple(map(int, match["decimal"].split(".")))
        split = tuple(CitationStep(NUMERIC, (number,)) for number in numbers)
        return CitationStep(("1.1",), numbers, split=split)
    if match["digits"]:
        return CitationStep(NUMERIC, (int(match["digits"]),))
    letter = match["bracket"] or match["kana"] or match["latin"] or match["roman"]
    return _letter(letter, match["bracket"] is not None, match["again"])


def _letter(letter: str, bracketed: bool, branch: str | None) -> CitationStep | None:
    if letter[0] in KANSUJI + "十":
        return CitationStep(("(一)", "(1)", "一"), (arabic(letter),))
    if letter.isdecimal():
        return CitationStep(("(1)", "一", "(一)"), (int(letter), *((int(branch),) if branch else ())))
    if letter.isascii() and len(letter) > 1:
        return CitationStep(("(i)", "i", "Ⅰ"), (ROMAN.index(letter) + 1,)) if letter in ROMAN else None
    if letter.isascii():
        latin = ("(a)", "(i)") if bracketed else ("a", "(a)", "A", "i", "(i)", "Ⅰ")
        return CitationStep(latin, (ord(letter) - 96,), letter=letter)
    number = kana_number(letter)
    kana = ("(ア)", "(イ)") if bracketed else ("ア", "(ア)", "イ", "(イ)")
    return CitationStep(kana, (number or 0,), letter=letter) if number or letter in IROHA else None


def names(step: CitationStep, label: Label) -> bool:
    """Whether a step may mean a label."""
    if label.kind not in step.kinds:
        return False
    if step.letter and label.kind in ("イ", "(イ)"):
        return step.letter in IROHA and label.number == (IROHA.index(step.letter) + 1,)
    if label.kind == "1.1" and step.kinds == NUMERIC:
        return label.number[-1:] == step.number
    if step.letter and label.kind in ("i", "(i)", "Ⅰ"):
        return step.letter in ROMAN and label.number == (ROMAN.index(step.letter) + 1,)
    return label.number == step.number or bool(label.last and label.number <= step.number <= label.last)


def plain_form(text: str) -> str:
    """What names a form, without what varies: 様式1 for 様式第１号, （別紙）様式1 and 様式 1."""
    flat = re.sub(r"[ \t]", "", narrow(text)).lower()
    flat = re.sub(r"^\(?別[紙記添表]\)?(?=様式|第)", "", flat)
    return re.sub(r"第([0-9]+)号?", r"\1", flat)


def find(root: Clause, text: str) -> tuple[Clause, ...]:
    """Every clause that the citation may name: one is a hit; none or several are for the caller to say."""
    wanted = _squeezed(_sheet(text.strip()) or bare_title(text.strip()))
    if not wanted:
        return ()
    titled = [clause for clause in root.walk() if (clause.title or clause.name) and wanted in _names(clause)]
    if titled:
        return tuple(clause for clause in titled if clause.rank < HEADINGS) or tuple(titled)
    if len(text) <= LONGEST and (sentence := re.search(_SENTENCE, text)):
        clauses = find(root, text[: sentence.start()])
        name = re.sub("^(?:ただし|但し?)書き?", "ただし書", sentence[1])
        return tuple(part for clause in clauses if (part := _sentence(clause, name)) is not None)
    path = steps(text)
    if path is not None and (hits := follow(root, path)):
        return tuple(_first_paragraph(hit, path[-1]) for hit in hits)
    return _by_heading(root, text)


def _first_paragraph(clause: Clause, step: CitationStep) -> Clause:
    """第3条第1項 of an article with more 項: its own text and 号, without the other 項."""
    if not (step.paragraph and clause.kind == ARTICLE and clause.has_paragraphs):
        return clause
    children = tuple(child for child in clause.children if not child.is_paragraph)
    return replace(clause, children=children)


def _sentence(clause: Clause, name: str) -> Clause | None:
    """A clause with one part of its text only: the ただし書, 本文 before it, 前段 or 後段."""
    sentences = [sentence for text in clause.paragraphs for sentence in split_sentences(text)]
    proviso = next((index for index, text in enumerate(sentences) if text.startswith("ただし")), None)
    if name in ("ただし書", "本文"):
        if proviso is None:
            return None
        part = sentences[proviso:] if name == "ただし書" else sentences[:proviso]
    else:
        part = sentences[:1] if name == "前段" else sentences[1:2]
        if len(sentences) < 2:
            return None
    return replace(clause, paragraphs=("".join(part),), marks=((),), cells=(None,), children=())


def _by_heading(root: Clause, text: str) -> tuple[Clause, ...]:
    """はじめに(1): a heading without a number, and steps from there; or the headings that begin with the text."""
    typed = re.sub("^[附付] ?則", "附則", narrow(text)).lstrip("〇○ ")
    headings = (clause for clause in root.walk() if clause.label is None and clause.rank < HEADINGS)
    named = [clause for clause in headings if clause.parent is root or clause.name]
    called = [
        (narrow(name), clause)
        for clause in named
        for name in (clause.step, clause.title, SUPPLEMENT * bool(clause.name))
    ]
    for name, clause in sorted(called, key=lambda entry: -len(entry[0])):
        if name and typed.startswith(name):
            path = steps(typed[len(name) :])
            if path and (hits := follow(clause, path)):
                return hits
    wanted = _squeezed(bare_title(text.strip()))
    if len(wanted) < 2 or not re.search(r"[^\W\da-z]", wanted):
        return ()
    return tuple(
        clause for clause in root.children if any(name.startswith(wanted) for name in _names(clause))
    )


def _names(clause: Clause) -> tuple[str, ...]:
    """What a heading is called: with and without its number; 別表第一 also 別表第1."""
    names = (bare_title(clause.title), f"{clause.mark}{clause.title}", clause.name, _sheet(clause.title))
    return tuple(_squeezed(name) for name in names if name)


def _sheet(text: str) -> str:
    """What a sheet is called, in one writing: 別表1 for 別表第一（第1条関係）; "" for what is none."""
    match = re.match(rf"\(?(別[表記紙添](?:様式)?|様式)\s*第?\s*({NUMBER})?号?\)?(?=[ (:]|$)", narrow(text))
    return f"{match[1]}{arabic(match[2]) if match[2] else ''}" if match else ""


def _squeezed(text: str) -> str:
    return "".join(fold(narrow(text)).split())


def follow(start: Clause, path: list[CitationStep]) -> tuple[Clause, ...]:
    """Where steps lead from a clause; the clause itself for none."""
    clauses = [start]
    for step in path:
        clauses = _below_all(clauses, step)
    return tuple(dict.fromkeys(clauses))


def _below_all(clauses: list[Clause], step: CitationStep) -> list[Clause]:
    hits = [hit for clause in clauses for hit in _below(clause, step)]
    if hits or not step.split:
        return hits
    for part in step.split:
        clauses = [hit for clause in clauses for hit in _below(clause, part)]
    return clauses


def _below(clause: Clause, step: CitationStep) -> list[Clause]:
    candidates = clause.walk() if step.kinds == ("1.1",) else _named_under(clause)
    hits = [child for child in candidates if child.label is not None and names(step, child.label)]
    if step.paragraph and clause.kind == ARTICLE:
        hits = [hit for hit in hits if hit.is_paragraph]
        if step.number == (1,) and not hits:
            return [clause]
    elif step.kinds == _UNITS["号"]:
        hits = [hit for hit in hits if not hit.is_paragraph]
    if step.kinds == NUMERIC:
        above = clause.label.number if clause.label else None
        hits = [hit for hit in hits if hit.kind != "1.1" or (hit.label and hit.label.number[:-1] == above)]
    for kind in step.kinds:
        if exact := [hit for hit in hits if hit.kind == kind]:
            return exact
    return []


def _named_under(clause: Clause) -> Iterator[Clause]:
    """What a step may name: the children, and what stands under 章, 節 and headings without a number."""
    for child in clause.children:
        yield child
        if child.rank < HEADINGS and not child.name and (child.label is None or child.kind in ABOVE):
            yield from _named_under(child)


def nearest(root: Clause, text: str, most: int = 5) -> tuple[Clause, ...]:
    """Clauses that a citation which names nothing may have meant, the likeliest first.

    Digits run together are taken apart (58オ); else the siblings of the first step that is not there; a text that is
    no citation is compared with the headings.
    """
    path = steps(text)
    if path is None:
        return _alike(root, text, most)
    apart = re.sub(r"(?<=[0-9])(?=[0-9])", " ", narrow(text))
    if apart != narrow(text) and (split := steps(apart)) and (hits := follow(root, split)):
        return hits[:most]
    clauses, wrong = [root], path[-1]
    for step in path:
        deeper = _below_all(clauses, step)
        if not deeper:
            wrong = step
            break
        clauses = deeper
    near = [child for clause in clauses for child in _named_under(clause) if child.label] or clauses
    letter = wrong.kinds[0] in ("ア", "a") and not any(_distance(clause, wrong)[0] == 0 for clause in near)
    if clauses == [root] and letter:
        return ()
    return tuple(sorted(near, key=lambda clause: _distance(clause, wrong))[:most])


def _alike(root: Clause, text: str, most: int) -> tuple[Clause, ...]:
    wanted = _pairs(text)
    scored = [
        (len(wanted & _pairs(clause.title)) / len(wanted), clause)
        for clause in root.walk()
        if clause.title and wanted
    ]
    ranked = sorted((pair for pair in scored if pair[0] >= 0.25), key=lambda pair: -pair[0])
    return tuple(clause for _, clause in ranked[:most])


def _pairs(text: str) -> set[str]:
    flat = _squeezed(text)
    return {flat[start : start + 2] for start in range(max(1, len(flat) - 1))} - {""}


def _distance(clause: Clause, step: CitationStep) -> tuple[int, int]:
    label = clause.label
    if label is None or not label.number:
        return 1, 99
    return int(label.kind not in step.kinds), abs(label.number[0] - step.number[0])
