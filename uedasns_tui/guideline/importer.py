"""Imports a published text as a guideline's folder, and lists what a person must still look at.

Used by `guideline import`. Headings, labels and dates are recognised; the published words are never changed. What is
guessed rather than sure is a note with its line in the source.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from uedasns_tui.guideline.import_history import (
    DECIDED,
    HEADING_SIGNS,
    NOTICE,
    OFFICE,
    HistoryDate,
    amendments,
    bare_title,
    has_day,
    kanji_as_digits,
    page_date,
    read_history,
    supplement_dates,
    title_index,
)  # fmt: skip
from uedasns_tui.guideline.import_lines import SourceLine, source_lines, without_contents, without_footer
from uedasns_tui.guideline.import_numbering import (
    BRACKETED_HEADING,
    has_bracketed_headings,
    is_blank_form,
    is_sheet,
    is_short,
    is_supplement,
    label_of,
    numbered_headings,
    numbering_of,
    unread_labels,
)
from uedasns_tui.guideline.numbering import ARTICLE, KINDS, read_label
from uedasns_tui.japanese.fold import narrow

EVENT = "策定|制定|改[定訂正]|施行"


class ImportNote(NamedTuple):
    """What a person must look at: the line of the source, and why."""

    line: int
    message: str


class ImportedText(NamedTuple):
    """A published text, taken apart: chapters as Markdown, one a heading of the first level.

    `left_out`: the table of contents, what stands above the title, and forms to fill in, which are no text of the guideline.
    """

    title: str
    chapters: tuple[str, ...]
    numbering: tuple[str, ...]
    history: tuple[HistoryDate, ...]
    left_out: tuple[tuple[SourceLine, ...], ...]
    notes: tuple[ImportNote, ...]


def import_text(text: str) -> ImportedText:
    """Take a published text apart. Raises ValueError for a text without any words."""
    lines = source_lines(text)
    if not lines:
        raise ValueError("文がありません。")
    return _Importer(lines, page_date(text)).result()


class _Importer:
    """Walks through the lines of a published text."""

    def __init__(self, lines: Sequence[SourceLine], page: HistoryDate | None) -> None:
        self.page = page
        self.notes: list[ImportNote] = []
        self.history: list[HistoryDate] = []
        self.sheets: list[list[SourceLine]] = []
        self.chapters: list[list[str]] = []
        self.preamble: list[SourceLine] = []
        lines, contents = without_contents(lines)
        self.contents = contents
        self.before: list[SourceLine] = []
        self.title, lines = self.titled(lines)
        self.lines, footer = without_footer(lines)
        if footer:
            self.note(
                footer[0], f"から {footer[-1].number} 行目までは、ページの案内なので、本文に入れていません。"
            )
        self.footer = footer
        if len(contents) > 1:
            self.note(contents[0], f"から {contents[-1].number} 行目まで（目次）は、本文に入れていません。")
        texts = [narrow(line.text) for line in self.lines]
        self.has_articles = any(label_of(text, (ARTICLE,)) for text in texts)
        short = [text for text in texts if is_short(text)]
        romans = [label_of(text, ("Ⅰ",)) for text in short]
        has_romans = any(label and label.number == (2,) for label in romans)
        first = next((text for text in short if label_of(text, ("1", "Ⅰ"))), "")
        self.has_lower_romans = has_romans and label_of(first, ("Ⅰ",)) is None
        self.parts = ("第1", "Ⅰ") if has_romans and not self.has_lower_romans else ("第1",)
        self.has_parts = any(label_of(text, ("第1章", "第1節", *self.parts)) for text in texts)
        self.has_chapters = any(label_of(text, ("第1編", "第1章")) for text in texts)
        self.signs: list[str] = []
        self.listed = {line.number for pair in pairwise(self.lines) if _signs_alike(*pair) for line in pair}
        self.prose: list[SourceLine] = []
        levels = [len(text) - len(text.lstrip("#")) for text in texts if text.startswith("#")]
        self.has_marks, self.highest = bool(levels), min(levels, default=1)
        self.numbered, unsure = ({}, []) if self.has_articles else numbered_headings(self.lines)
        for line in unsure:
            self.note(line, "は、見出しにも一覧の続きにも見えます。見出しと見ました。")
        self.has_numbers = len(self.numbered) > 1
        self.plain = not (self.has_articles or self.has_parts or self.has_numbers or self.has_marks)
        self.has_brackets = self.plain and has_bracketed_headings(texts)

    def titled(self, lines: Sequence[SourceLine]) -> tuple[str, list[SourceLine]]:
        """The title, and the lines but for it and the menus of a page above it."""
        index = title_index(lines)
        title = "（題名を書いてください）" if index is None else bare_title(lines[index].text)
        if index is None:
            message = "題名が見つかりません。guideline.toml の title を書いてください。"
            self.notes.append(ImportNote(1, message))
        above, rest = [], list(lines if index is None else lines[index + 1 :])
        before = self.before
        for line in lines[:index] if index else ():
            if read_history(line.text):
                above.append(line)
            elif bare_title(line.text) != title:
                before.append(line)
        if before:
            until = f"から {before[-1].number} 行目まで" if len(before) > 1 else ""
            self.note(before[0], f"{until}は題名より前にあるので、本文に入れていません。")
        while rest and read_history(rest[-1].text) and re.search(EVENT, narrow(rest[-1].text)):
            above.append(rest.pop())
        return title, above + rest

    def note(self, line: SourceLine, message: str) -> None:
        shown = line.text if len(line.text) <= 30 else line.text[:29] + "…"
        self.notes.append(ImportNote(line.number, f"「{shown}」{message}"))

    def result(self) -> ImportedText:
        for index, line in enumerate(self.lines):
            self.line(line, self.lines[index + 1].text if index + 1 < len(self.lines) else "")
        self.open_preamble()
        chapters = tuple("\n\n".join(chapter) + "\n" for chapter in self.chapters)
        for line, count in unread_labels(self.prose):
            more = f"（ほかに {count - 1} か所）" if count > 1 else ""
            self.note(line, f"の書き出しは番号に見えますが、文として読みました{more}。")
        return ImportedText(
            self.title,
            chapters,
            numbering_of(chapters),
            self.dates(),
            (self.contents, self.footer, tuple(self.before), *map(tuple, self.sheets)),
            tuple(self.notes),
        )

    def dates(self) -> tuple[HistoryDate, ...]:
        """The history; where no line says it, the days on which the 附則 came into force."""
        supplements = [line.text for line in self.lines]
        history = self.history or supplement_dates(supplements)
        known = {entry.date for entry in history}
        history += [entry for entry in amendments(supplements) if entry.date not in known]
        if not self.history and history:
            message = "日付は、附則の施行の日から取りました。guideline.toml の history を確かめてください。"
            self.notes.append(ImportNote(0, message))
        elif not history and self.page:
            history = [self.page]
            message = "日付は、ページの更新日から取りました。guideline.toml の history を確かめてください。"
            self.notes.append(ImportNote(0, message))
        elif not history:
            message = "策定や改定の日が見つかりません。guideline.toml の日付を直してください。"
            self.notes.append(ImportNote(1, message))
        longest = {
            (entry.date, entry.event): entry
            for entry in sorted(history, key=lambda entry: len(entry.offices))
        }
        return tuple(sorted(longest.values())) or (HistoryDate(date(2000, 1, 1), "策定"),)

    def line(self, line: SourceLine, following: str) -> None:
        if self.sheets and not self.is_heading(line, following)[0]:
            self.sheets[-1].append(line)
            return
        if not self.chapters and self.take_history(line):
            return
        level, guessed = self.is_heading(line, following)
        if is_blank_form(line.text, following):
            self.sheets.append([line])
            self.note(line, "は本文に入れていません。様式の欄を確かめてください。")
            return
        if level == 1:
            self.open_preamble()
            heading, text = _supplement(_bare_heading(line.text))
            self.chapters.append([f"# {heading}", *text])
        elif level:
            self.chapter().append(f"{'#' * level} {_bare_heading(line.text)}")
        elif self.chapters or (
            self.has_articles and (label_of(line.text, (ARTICLE,)) or label_of(following, (ARTICLE,)))
        ):
            _append(self.chapter(), _paragraph(line.text))
            self.prose.append(line)
        else:
            self.preamble.append(line)
            self.prose.append(line)
        if guessed:
            self.note(line, "を見出しと見ました。")

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
            self.chapters.insert(0, [f"# {self.title}"])
            for line in lines:
                _append(self.chapters[0], _paragraph(line.text))

    def is_heading(self, line: SourceLine, following: str) -> tuple[int, bool]:
        """The level of a heading, 0 for none, and whether it is guessed."""
        text = narrow(line.text)
        short = is_short(text)
        if marks := re.match(r"(#{1,6})[ \t]", text):
            return len(marks[1]) - self.highest + 1, False
        if is_supplement(text) or (is_sheet(line.text) and not is_blank_form(line.text, following)):
            return 1, False
        if label := label_of(text, ("第1編", "第1章", "第1節", "第1款")):
            return (2 if label.kind in ("第1節", "第1款") and self.has_chapters else 1), False
        if self.has_articles or self.has_marks:
            return 0, False
        if short and label_of(text, self.parts):
            return 1, False
        if short and (decimal := label_of(text, ("1.1",))):
            return len(decimal.number), False
        if self.has_numbers and not self.has_parts and line.number in self.numbered:
            return self.numbered[line.number], False
        if short and self.has_lower_romans and label_of(text, ("Ⅰ",)):
            return 2, False
        if self.has_brackets and re.fullmatch(BRACKETED_HEADING, text):
            return 1, False
        signed = text[0] in HEADING_SIGNS and len(text) > 1 and line.number not in self.listed
        if short and (signed or re.fullmatch(r"【[^】]+】", text)):
            return self.sign_level(text[0]), False
        guessed = (
            self.plain
            and not self.has_brackets
            and short
            and len(text) <= 25
            and len(following) > len(text)
            and not read_label(text, KINDS)
            and not (
                re.search(f"{OFFICE}$", text) and not re.search("(?:担当|所管|主管|管理|運用).?.$", text)
            )
            and not re.search("[:：]", text)
        )
        return (1, True) if guessed and not re.search(r"[」）)]$", text) else (0, False)

    def sign_level(self, sign: str) -> int:
        """■ is a heading, and □ that comes first beneath it a lower one."""
        if sign not in self.signs:
            self.signs.append(sign)
        return min(self.signs.index(sign), 2) + 1

    def take_history(self, line: SourceLine) -> bool:
        """Whether a line before the text is a date, a notice's number or an office of the history."""
        if bare_title(line.text) == self.title:
            return True
        entry = read_history(line.text)
        if entry is not None:
            self.history.append(entry)
            if not has_day(line.text):
                self.note(
                    line, "には日がないので、月の初めの日としました。guideline.toml を確かめてください。"
                )
            return True
        text = kanji_as_digits(line.text)
        office = re.fullmatch(f"{OFFICE}|{DECIDED}", text)
        if self.history and (office or (re.search(NOTICE, text) and len(text) <= 40)):
            last = self.history[-1]
            self.history[-1] = last._replace(offices=(*last.offices, line.text.strip("（）() ")))
            return True
        return False


def _signs_alike(line: SourceLine, following: SourceLine) -> bool:
    """Whether two lines in a row begin with one sign: they are a list, not headings without a word beneath."""
    return line.text[0] == following.text[0] and line.text[0] in HEADING_SIGNS


def _bare_heading(text: str) -> str:
    return text.lstrip("#").strip(" \t　")


def _supplement(heading: str) -> tuple[str, list[str]]:
    """The heading, and the text that stands in its line: 附則 この要綱は、…から施行する。"""
    match = re.match(r"([附付][ \t　]*則)[ \t　]+(.*。)$", heading)
    return (match[1], [match[2]]) if match else (heading, [])


def _append(chapter: list[str], text: str) -> None:
    """Another paragraph, or a table's row beneath the row before it; what stands above |---| begins a table."""
    rows = chapter[-1].split("\n") if text.startswith("|") and chapter[-1].startswith("|") else []
    if not rows:
        chapter.append(text)
    elif re.fullmatch(r"[|:\- ]*---[|:\- ]*", text) and len(rows) > 1:
        chapter[-1:] = ["\n".join(rows[:-1]), f"{rows[-1]}\n{text}"]
    else:
        chapter[-1] += f"\n{text}"


def _paragraph(text: str) -> str:
    """A paragraph, its marker of a list taken away where its own label follows; a line that would be a heading kept."""
    bare = text.strip(" \t　")
    if bullet := re.match(r"(?:[-*+][ \t　]+|[•·◦▪‣\uf0b7][ \t　]*)(?=\S)", bare):
        rest = bare[bullet.end() :]
        return rest if read_label(rest, KINDS) else f"・{rest}"
    return f"\\{bare}" if bare.startswith("#") else bare
