"""Which lines of a published text are headings by their number, and which kinds of labels its paragraphs use.

Used by `importer`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from uedasns_tui.guideline.import_lines import SourceLine
from uedasns_tui.guideline.numbering import (
    ARTICLE,
    BULLETS,
    KINDS,
    NUMBER,
    ORDER,
    PARAGRAPHS,
    Label,
    read_label,
)
from uedasns_tui.japanese.fold import narrow

SHEET = re.compile(
    rf"[(（]?(?:別記様式|別[表紙記添]|様式)[)）]? *(?:様式)?(?:第? *(?:{NUMBER})(?: *号)?(?:の[0-9]+)?)?[)）]?(?= |$|[(「:])"
)
"""別表第1（第4条関係）, 様式第1号, （別紙）様式1 …: the heading of a sheet that follows the text."""
LONGEST_HEADING = 40
BRACKETED_HEADING = r"\([^()。]{2,25}\)"


def is_short(text: str) -> bool:
    """Whether a narrow line may be a heading."""
    return len(text) <= LONGEST_HEADING and not re.search(r"[。、]$", text)


def is_sheet(line: str) -> bool:
    """Whether a line is the heading of a sheet that follows the text: 別表, 別紙, 様式."""
    text = narrow(line)
    return SHEET.match(text) is not None and len(text) <= 80 and not text.endswith(("。", "、"))


def is_supplement(text: str) -> bool:
    """Whether a narrow line is the heading 附則, in the ways that offices write it."""
    return re.match(r"[【\[(]?[附付] *則[】\])]?(?:[ (]|$)", text) is not None


def is_blank_form(line: str, following: str = "") -> bool:
    """Whether a sheet is a form to fill in, which is not text of the guideline; its title may stand in the next line."""
    words = r"(?:届|申請書|届出書|報告書|依頼書|チェックシート|点検票|記入例)(?:[(（]|$)"
    title = narrow(following)
    named = re.search(words, narrow(line)) or (
        is_short(title) and not read_label(title, KINDS) and re.search(words, title)
    )
    return is_sheet(line) and ("様式" in line or bool(named))


def has_bracketed_headings(texts: Sequence[str]) -> bool:
    """Whether narrow lines that stand whole in brackets are headings, and no captions of numbers that count up."""
    above = [following for text, following in pairwise(texts) if re.fullmatch(BRACKETED_HEADING, text)]
    captions = [label_of(text, ("1",)) for text in above]
    return len(above) > 1 and not any(label and label.number[0] > 1 for label in captions)


def numbered_headings(lines: Sequence[SourceLine]) -> tuple[dict[int, int], list[SourceLine]]:
    """The level of each line whose number goes on from the heading before, by line; and those that may be a list's.

    A list within an item begins at 1 again; what a sheet counts is its own. After a sign (【開設】) numbers stand below.
    """
    levels: dict[int, int] = {}
    unsure: list[SourceLine] = []
    margin = _margin(lines)
    wanted, listed, level, style = 1, 0, 1, ""
    for index, line in enumerate(lines):
        text = narrow(line.text)
        label = label_of(text, ("1",)) if is_short(text) and line.indent <= margin + 1 else None
        if is_sheet(line.text) or is_supplement(text):
            break
        if label is None:
            listed = 0 if read_label(text, KINDS) is None else listed
            if is_short(text) and re.fullmatch("【[^】]+】", text):
                wanted, listed, level = 1, 0, 2
            continue
        number, mark = label.number[0], re.sub("[0-9]", "", text[: len(str(label.number[0])) + 1])
        same_style = not style or mark == style or (not listed and number == wanted)
        goes_on = listed > 0 and number == listed + 1
        if not same_style or number < wanted or (goes_on and _lists_on(lines, index)):
            listed = number
            continue
        if goes_on:
            unsure.append(line)
        levels[line.number], style, wanted, listed = level, style or mark, number + 1, 0
    return levels, unsure


def _margin(lines: Sequence[SourceLine]) -> int:
    """The least indentation down to the last numbered line: a page may be pasted with a margin, here and there a column more."""
    numbered = [index for index, line in enumerate(lines) if label_of(narrow(line.text), ("1",))]
    span = lines[: numbered[-1] + 1] if numbered else ()
    return min((line.indent for line in span), default=0)


def _lists_on(lines: Sequence[SourceLine], index: int) -> bool:
    """Whether the line after this one counts on as a list does."""
    label, following = (
        label_of(narrow(line.text), ("1",)) for line in (lines[index], lines[min(index + 1, len(lines) - 1)])
    )
    return label is not None and following is not None and following.number[0] == label.number[0] + 1


def unread_labels(lines: Sequence[SourceLine]) -> Iterator[tuple[SourceLine, int]]:
    """Lines that begin with what looks like a number and is no label (2-(1), Q1, 第2項): the first of each shape.

    With how many lines begin so; what counts nothing, as 3月 and 第4条の…, is none.
    """
    shapes: dict[str, list[SourceLine]] = {}
    for line in lines:
        text = narrow(line.text)
        word = re.match(
            rf"[^\w\s※*]?[A-Za-z第]?(?:{NUMBER})[^\w ]{{0,2}}(?:{NUMBER})?[項号類:)）.]?(?=[ :、.)])",
            text,
        )
        counts = re.match(r"[0-9]+ *[年月日時分円人回%]", text)
        if word and not counts and read_label(text, KINDS) is None:
            shapes.setdefault(re.sub(rf"{NUMBER}", "1", word[0]), []).append(line)
    yield from ((entries[0], len(entries)) for entries in shapes.values())


def label_of(text: str, kinds: Sequence[str]) -> Label | None:
    """The label of one of `kinds` that stands apart from the text after it."""
    label = read_label(text, kinds)
    if label is None:
        return None
    after = text[label[1] - 1 : label[1]]
    return label[0] if label[1] == len(text) or after in " \t　.、)．" or text[label[1]] in "（(" else None


def numbering_of(chapters: Sequence[str]) -> tuple[str, ...]:
    """The kinds of labels that the paragraphs use, in the order in which they nest."""
    labels = list(_labels(chapters))
    numbers: dict[str, set[tuple[int, ...]]] = {}
    for label in labels:
        numbers.setdefault(label.kind, set()).add(label.number)
    used = {
        kind
        for kind, values in numbers.items()
        if kind in (*BULLETS, "1.1") or values & {(1,)} or (kind in PARAGRAPHS and (2,) in values)
    }
    if "イ" in used and "ア" in numbers:
        used -= {"イ"} if (1,) in numbers["ア"] else {"ア"}
    edges: Counter[tuple[str, str]] = Counter()
    before = ""
    for label in labels:
        if label.kind in used:
            if before and before != label.kind and label.number in ((1,), (), (1, 1)):
                edges[before, label.kind] += 1
            before = label.kind
    order: list[str] = []
    while remaining := sorted(used - set(order), key=_default_rank):
        free = [
            kind for kind in remaining if all(edges[other, kind] <= edges[kind, other] for other in remaining)
        ]
        order.append((free or remaining)[0])
    return _lifted(order)


def _lifted(order: list[str]) -> tuple[str, ...]:
    """章 above articles above 項, whatever comes first in the text; bullets last."""
    above: list[str] = [
        kind for kind in ("第1編", "第1章", "第1節", "第1款", ARTICLE, "第1") if kind in order
    ]
    if ARTICLE in above and "1" in order:
        above.append("1")
    rest = [kind for kind in order if kind not in above]
    numbered = [kind for kind in rest if kind not in BULLETS]
    return (*above, *numbered, *(kind for kind in rest if kind in BULLETS))


def _default_rank(kind: str) -> int:
    return ORDER.index(kind) if kind in ORDER else len(ORDER) + KINDS.index(kind)


def _labels(chapters: Sequence[str]) -> Iterator[Label]:
    """The labels of all paragraphs, each by the kind that counts up there."""
    lines = [line for chapter in chapters for line in chapter.split("\n") if line]
    iroha = any(re.match(r"ロ[ 　.．、]", line) for line in lines) and not any(
        re.match(r"ア[ 　.．、]", line) for line in lines
    )
    bracketed_iroha = iroha and any(re.match(r"\(ロ\)", narrow(line)) for line in lines)
    roman = any(re.match(r"[# ]*\(?ii[).． ]", narrow(line)) for line in lines)
    large_roman = any(re.match(r"[# ]*(?:Ⅱ|II[.． ])", narrow(line)) for line in lines)
    capital = any(re.match(r"[# ]*B[).． ]", narrow(line)) for line in lines)
    kanji = sum(bool(re.match(rf"(?:{NUMBER})[ 　、.．]", line) and line[0] in "一二") for line in lines) > 1
    signs = [
        kind for kind in ("■", "○", "●") if sum(read_label(line, (kind,)) is not None for line in lines) > 1
    ]
    kinds = [kind for kind in KINDS if kind in signs or kind not in ("-", "*", "【】", *BULLETS[1:4])]
    for kind, is_used in (
        ("イ", iroha),
        ("(イ)", bracketed_iroha),
        ("Ⅰ", large_roman),
        ("i", roman),
        ("(i)", roman),
        ("A", capital),
        ("一", kanji),
    ):
        if not is_used:
            kinds.remove(kind)
    if iroha:
        kinds = [kind for kind in kinds if kind != "ア" and (kind != "(ア)" or not bracketed_iroha)]
    for line in lines:
        heading = re.match(r"#+ ", line)
        label = read_label(line[heading.end() :] if heading else line, kinds)
        if label is not None and (not heading or label[0].kind in ("1.1", "Ⅰ", "A", "i", "①", "1)")):
            yield label[0]
