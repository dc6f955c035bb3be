"""Imports a published text as a guideline's folder, and lists what a person must still look at.

Used by `guideline import`. Headings, labels and dates are recognised; the published words are never changed. What is
guessed rather than sure is a note with its line in the source.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from uedasns_tui.guideline.import_lines import SourceLine, source_lines
from uedasns_tui.guideline.numbering import ARTICLE, BULLETS, KINDS, NUMBER, ORDER, Label, arabic, read_label
from uedasns_tui.japanese import dates
from uedasns_tui.japanese.fold import narrow

EVENTS = r"(一部改正|全部改正|策定|制定|改定|改訂|改正|施行|決定|決裁)"
NOTICE = r"[^ 0-9()]*(?:告示|訓令|規程|要綱|規則)[^ ]*第 *[0-9]+ *号"
SHEET = re.compile(r"[（(]?(?:別[表紙記]|別記様式|様式第?[0-9一二三])")
HEADING_SIGNS = "〇○◯◎■□◆◇●▼"
LONGEST_HEADING = 40


class ImportNote(NamedTuple):
    """What a person must look at: the line of the source, and why."""

    line: int
    message: str


class HistoryDate(NamedTuple):
    """A date of the history, with the event and the offices or the number of the notice."""

    date: date
    event: str
    offices: tuple[str, ...] = ()


class ImportedText(NamedTuple):
    """A published text, taken apart: chapters as Markdown, one a heading of the first level."""

    title: str
    chapters: tuple[str, ...]
    numbering: tuple[str, ...]
    history: tuple[HistoryDate, ...]
    sheets: tuple[tuple[SourceLine, ...], ...]
    notes: tuple[ImportNote, ...]


def import_text(text: str) -> ImportedText:
    """Take a published text apart. Raises ValueError for a text without any words."""
    lines = source_lines(text)
    if not lines:
        raise ValueError("文がありません。")
    return _Importer(lines).result()


class _Importer:
    """Walks through the lines of a published text."""

    def __init__(self, lines: Sequence[SourceLine]) -> None:
        self.title = lines[0].text.lstrip("#").strip(" 　" + HEADING_SIGNS)
        self.lines = lines[1:]
        self.notes: list[ImportNote] = []
        self.history: list[HistoryDate] = []
        self.sheets: list[list[SourceLine]] = []
        self.chapters: list[list[str]] = []
        self.preamble: list[SourceLine] = []
        texts = [narrow(line.text) for line in self.lines]
        self.has_articles = any(_label(text, (ARTICLE,)) for text in texts)
        self.has_parts = any(_label(text, ("第1章", "第1")) for text in texts)
        self.has_marks = any(line.text.startswith("#") for line in self.lines)
        levels = [len(text) - len(text.lstrip("#")) for text in texts if text.startswith("#")]
        self.highest = min(levels, default=1)
        numbered = [text for text in texts if self.is_numbered_heading(text)]
        self.has_numbers = not self.has_articles and len(numbered) > 1
        self.plain = not (self.has_articles or self.has_parts or self.has_numbers or self.has_marks)

    def result(self) -> ImportedText:
        for index, line in enumerate(self.lines):
            self.line(line, self.lines[index + 1].text if index + 1 < len(self.lines) else "")
        self.open_preamble()
        chapters = tuple("\n\n".join(chapter) + "\n" for chapter in self.chapters)
        history = tuple(sorted(set(self.history))) or (HistoryDate(date(2000, 1, 1), "策定"),)
        if not self.history:
            self.notes.append(
                ImportNote(1, "策定や改定の日が見つかりません。guideline.toml の日付を直してください。")
            )
        return ImportedText(
            self.title,
            chapters,
            numbering_of(chapters),
            history,
            tuple(map(tuple, self.sheets)),
            tuple(self.notes),
        )

    def line(self, line: SourceLine, following: str) -> None:
        if self.sheets and not self.is_heading(line, following)[0]:
            self.sheets[-1].append(line)
            return
        if not self.chapters and self.take_history(line):
            return
        level, guessed = self.is_heading(line, following)
        if (
            SHEET.match(narrow(line.text))
            and len(line.text) <= 80
            and ("様式" in line.text or "別紙" in line.text)
        ):
            self.sheets.append([line])
            self.notes.append(
                ImportNote(
                    line.number, f"「{line.text[:20]}」は本文に入れていません。様式の欄を確かめてください。"
                )
            )
            return
        if level == 1:
            self.open_preamble()
            self.chapters.append([f"# {_bare_heading(line.text)}"])
        elif level:
            self.chapter().append(f"{'#' * level} {_bare_heading(line.text)}")
        elif self.chapters or (
            self.has_articles and (_label(line.text, (ARTICLE,)) or _label(following, (ARTICLE,)))
        ):
            self.chapter().append(_paragraph(line.text))
        else:
            self.preamble.append(line)
        if guessed:
            self.notes.append(ImportNote(line.number, f"「{line.text}」を見出しと見ました。"))

    def chapter(self) -> list[str]:
        """The current chapter; the title heads a text whose articles stand in no 章."""
        self.open_preamble()
        if not self.chapters:
            self.chapters.append([f"# {self.title}"])
        return self.chapters[-1]

    def open_preamble(self) -> None:
        """Words before the first heading become a chapter under the title."""
        if self.preamble:
            lines, self.preamble = self.preamble, []
            self.chapters.insert(0, [f"# {self.title}", *(_paragraph(line.text) for line in lines)])

    def is_numbered_heading(self, text: str) -> bool:
        short = len(text) <= LONGEST_HEADING and not re.search(r"[。、]$", text)
        return short and _label(text, ("1",)) is not None

    def is_heading(self, line: SourceLine, following: str) -> tuple[int, bool]:
        """The level of a heading, 0 for none, and whether it is guessed."""
        text = narrow(line.text)
        short = len(text) <= LONGEST_HEADING and not re.search(r"[。、]$", text)
        if marks := re.match(r"(#{1,6})[ \t]", text):
            return len(marks[1]) - self.highest + 1, False
        if re.match(r"附 *則(?:[ (]|$)", text) or (SHEET.match(text) and "別表" in text and short):
            return 1, False
        if label := _label(text, ("第1編", "第1章", "第1節", "第1款")):
            return (2 if label.kind in ("第1節", "第1款") else 1), False
        if self.has_articles or self.has_marks:
            return 0, False
        if short and _label(text, ("第1",)):
            return 1, False
        if short and _label(text, ("1.1",)):
            return 2, False
        if self.has_numbers and not self.has_parts and not line.indented and self.is_numbered_heading(text):
            return 1, False
        if short and (
            re.fullmatch(r"【[^】]+】", text) or (text[0] in narrow(HEADING_SIGNS) and len(text) > 1)
        ):
            return 1, False
        guessed = (
            self.plain
            and short
            and len(text) <= 25
            and len(following) > len(text)
            and not read_label(text, KINDS)
        )
        return (1, True) if guessed and not re.search(r"[:：」）)]$", text) else (0, False)

    def take_history(self, line: SourceLine) -> bool:
        """Whether a line before the text is a date, a notice's number or an office of the history."""
        text = re.sub(
            "[一二三四五六七八九十百]+(?=[年月日号])",
            lambda number: str(arabic(number[0])),
            narrow(line.text),
        )
        match = re.search(r"(令和|平成|昭和) *(元|[0-9]+) *年 *([0-9]+) *月 *([0-9]+) *日", text)
        notice = re.search(NOTICE, text)
        if match is not None and len(text) <= 60:
            moment = dates.read_date(match[0].replace(" ", ""))
            if isinstance(moment, dates.Moment) and moment.precision == "day":
                event = re.search(EVENTS, text.replace(match[0], ""))
                notice = re.search(NOTICE, text.replace(match[0], ""))
                offices = (notice[0],) if notice else ()
                self.history.append(HistoryDate(moment.first(), event[1] if event else "制定", offices))
                return True
        office = re.fullmatch(r"\S{2,30}(?:課|室|部|局|係|本部)", text)
        if self.history and (office or (notice and len(text) <= 40)):
            last = self.history[-1]
            self.history[-1] = last._replace(offices=(*last.offices, line.text.strip("（）() ")))
            return True
        return False


def _label(text: str, kinds: Sequence[str]) -> Label | None:
    label = read_label(text, kinds)
    if label is None:
        return None
    after = text[label[1] - 1 : label[1]]
    return label[0] if label[1] == len(text) or after in " \t　.、)．" or text[label[1]] in "（(" else None


def _bare_heading(text: str) -> str:
    return text.lstrip("#").strip(" \t　")


def _paragraph(text: str) -> str:
    """A paragraph, its marker of a list taken away where its own label follows; a line that would be a heading kept."""
    bare = text.strip(" \t　")
    if bullet := re.match(r"[-*+•][ \t　]+(?=\S)", bare):
        rest = bare[bullet.end() :]
        return rest if read_label(rest, KINDS) else f"・{rest}"
    return f"\\{bare}" if bare.startswith("#") else bare


def numbering_of(chapters: Sequence[str]) -> tuple[str, ...]:
    """The kinds of labels that the paragraphs use, in the order in which they nest."""
    labels = list(_labels(chapters))
    numbers: dict[str, set[tuple[int, ...]]] = {}
    for label in labels:
        numbers.setdefault(label.kind, set()).add(label.number)
    used = {
        kind
        for kind, values in numbers.items()
        if kind in (*BULLETS, "1.1") or values & {(1,)} or (kind == "1" and (2,) in values)
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
    iroha = sum(bool(re.match(r"ロ[ 　]", line)) for line in lines) and not any(
        re.match(r"ア[ 　.．]", line) for line in lines
    )
    roman = any(re.match(r"\(?ii[).． ]", narrow(line)) for line in lines)
    capital = any(re.match(r"B[).． ]", narrow(line)) for line in lines)
    kanji = sum(bool(re.match(rf"(?:{NUMBER})[ 　]", line) and line[0] in "一二") for line in lines) > 1
    kinds = [kind for kind in KINDS if kind not in ("-", "*", "【】", "■", "○", "●")]
    for kind, is_used in (
        ("イ", iroha),
        ("(イ)", False),
        ("i", roman),
        ("(i)", roman),
        ("A", capital),
        ("一", kanji),
    ):
        if not is_used:
            kinds.remove(kind)
    if iroha:
        kinds.remove("ア")
    for line in lines:
        heading = re.match(r"#+ ", line)
        label = read_label(line[heading.end() :] if heading else line, kinds)
        if label is not None and (not heading or label[0].kind in ("1.1",)):
            yield label[0]
