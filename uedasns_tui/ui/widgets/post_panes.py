"""Panes beside a form and a checklist: what is written; of a post findings, lengths, the text with its findings marked.

The findings have the same numbers in both, and in the dialog of a transition (`marked_post`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from textual.app import ComposeResult
from textual.containers import VerticalScroll

from uedasns_tui.findings import length
from uedasns_tui.findings.finding import NO_FINDINGS, Finding, group_findings
from uedasns_tui.japanese import wrap
from uedasns_tui.records.checklist_run import ChecklistRun
from uedasns_tui.records.record import Medium, Record
from uedasns_tui.services import post_check, publication
from uedasns_tui.services.context import AppContext
from uedasns_tui.ui.widgets.plain_text import Piece, PlainText, StyledText

PARTS = {
    "text": "投稿文",
    "title": "題",
    "description": "説明",
    "hashtags": "ハッシュタグ",
    "bubbles": "吹き出し",
}
MARK = "bold underline"
EMPTY = "アカウントを選んで本文を書くと、文字数と指摘をここに示します。"
WIDE, NARROW_ROWS = 100, 6
"""Columns of the window from which the pane stands beside the form; its rows where it is beneath."""


class FindingsPane(PlainText):
    """The lengths, the notices of the accounts' policies and the findings of a post, a line each."""

    def show(self, context: AppContext, record: Record, run: ChecklistRun) -> None:
        """Show them for a record as it is typed."""
        lines = [*lengths(context, record)]
        lines += [problem.message for problem in post_check.notices(context, record)]
        for number, places in enumerate(_grouped(run), 1):
            lines.append(finding_line(number, places, run))
        if not run.findings and post_check.text_of(context, record).strip():
            lines.append(NO_FINDINGS)
        self.update("\n".join(self._fitting(lines or [EMPTY])))

    def _fitting(self, lines: list[str]) -> list[str]:
        """As many as there is room for; how many more there are is said."""
        wide, high = self.app.size
        columns, room = (wide * 2 // 5 - 7, high * 6 // 10 - 5) if wide >= WIDE else (wide - 2, NARROW_ROWS)
        heights = [len(wrap.wrap(line, columns)) for line in lines]
        if sum(heights) <= room:
            return lines
        count = next(n for n in range(len(lines), -1, -1) if sum(heights[:n]) < room)
        return [*lines[:count], f"…ほか {len(lines) - count} 件（F6 で見ます）"]


class RecordPreview(VerticalScroll, can_focus=False):
    """The post as it would go out, or what another form holds, to be read beside the checklist."""

    def compose(self) -> ComposeResult:
        """The text."""
        yield StyledText()

    def show(self, context: AppContext, record: Record, run: ChecklistRun) -> None:
        """Show what is written."""
        form = context.form(record.kind)
        if form.purpose == "post":
            pieces = marked_post(context, record, run, beside=True)
        else:
            pieces = _filled(publication.filled_rows(context, form, record))
        self.query_one(StyledText).show(pieces)


def _filled(rows: Iterable[tuple[str, str]]) -> Iterator[Piece]:
    for label, value in rows:
        yield f"{label}\n", "bold"
        yield f"{value or '（まだ書いていません）'}\n\n", ""


def marked_post(
    context: AppContext, record: Record, run: ChecklistRun, *, beside: bool = False
) -> Iterator[Piece]:
    """The text with its findings marked and numbered, the findings, the media with their rights, the lengths.
    `beside`: the checklist, which says the findings whole at its items, stands beside it."""
    groups = _grouped(run)
    yield from _marked_text(post_check.text_of(context, record), groups)
    for number, places in enumerate(groups, 1):
        yield f"\n{finding_line(number, places, run, whole=not (beside and _open_at(places[0], run)))}", ""
    for number, medium in enumerate(record.media, 1):
        yield f"\n\n画像・動画 {number}  {medium.file}\n", "bold"
        yield medium_lines(medium), ""
    yield "\n\n" + "\n".join(lengths(context, record)), ""


def _marked_text(text: str, groups: list[list[Finding]]) -> Iterator[Piece]:
    marks = [
        (finding.start, finding.end, number)
        for number, places in enumerate(groups, 1)
        for finding in places
        if finding.end > finding.start
    ]
    cuts = sorted({0, len(text), *(place for start, end, _ in marks for place in (start, end))})
    for start, end in pairwise(cuts):
        yield text[start:end], MARK if any(a <= start and end <= b for a, b, _ in marks) else ""
        for number in sorted({number for _, b, number in marks if b == end}):
            yield f"［{number}］", "bold"
    yield "\n", ""


def medium_lines(medium: Medium) -> str:
    """What is recorded of a medium's rights; what is missing is said."""
    return "\n".join(
        f"{label}: {value or '（まだ書いていません）'}"
        for label, value in (
            ("代替テキスト", medium.alt),
            ("写っている人の承諾", medium.consent),
            ("出どころと条件", medium.source),
        )
    )


def _grouped(run: ChecklistRun) -> list[list[Finding]]:
    return group_findings(finding for finding in run.findings if isinstance(finding, Finding))


def finding_numbers(run: ChecklistRun) -> dict[tuple[str, str], int]:
    """The number of each finding, by its key and message."""
    return {(places[0].key, places[0].message): number for number, places in enumerate(_grouped(run), 1)}


def _open_at(finding: Finding, run: ChecklistRun) -> bool:
    return any(finding in run.open_findings(item) for item in run.items())


def finding_line(number: int, places: list[Finding], run: ChecklistRun, *, whole: bool = True) -> str:
    """A finding in a line: its number, what it is about, whether somebody has seen it."""
    finding = places[0]
    mark = "市の連絡先" if finding.own else "▲指摘"
    bears = not finding.own and any(finding in run.findings_of(item) for item in run.items())
    state = "" if not bears else "まだ見ていません" if _open_at(finding, run) else "見ました"
    count = f"（{len(places)}か所）" if len(places) > 1 else ""
    clause = f" [{finding.clause}]" if finding.clause else ""
    if not whole:
        return f"{mark} {number}（{state}）「{finding.label}」{count}{clause}"
    return f"{mark} {number}「{finding.label}」{count}{finding.message}{clause}" + (state and f"  {state}")


def lengths(context: AppContext, record: Record) -> Iterator[str]:
    """How long the text is for each of the services it goes to."""
    text = post_check.text_of(context, record)
    for platform in post_check.platforms_of(context, record):
        for size in length.measure(text, platform):
            over = "【超えています】" if size.over else ""
            yield f"{platform.name} {PARTS.get(size.what, size.what)} {size.count}/{size.max}{over}"
