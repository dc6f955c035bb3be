"""Panes beside a post's form and checklist: findings, lengths, the text with its findings marked, its media.

The findings have the same numbers in both, and in the dialog of a transition (`marked_post`).
"""

from __future__ import annotations

from collections.abc import Iterator

from textual.app import ComposeResult
from textual.containers import VerticalScroll

from uedasns_tui.findings import length
from uedasns_tui.findings.finding import NO_FINDINGS, Finding, group_findings
from uedasns_tui.japanese import wrap
from uedasns_tui.records.checklist_run import ChecklistRun
from uedasns_tui.records.record import Medium, Record
from uedasns_tui.services import post_check
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
        self.update("\n".join(self._fitting(lines)))

    def _fitting(self, lines: list[str]) -> list[str]:
        """As many as there is room for; how many more there are is said."""
        wide, high = self.app.size
        columns, room = (wide * 2 // 5 - 7, high * 6 // 10 - 5) if wide >= WIDE else (wide - 2, NARROW_ROWS)
        heights = [len(wrap.wrap(line, columns)) for line in lines]
        if sum(heights) <= room:
            return lines
        count = next(n for n in range(len(lines), -1, -1) if sum(heights[:n]) < room)
        return [*lines[:count], f"…ほか {len(lines) - count} 件（F6 で見ます）"]


class PostPreview(VerticalScroll, can_focus=False):
    """The post as it would go out, to be read beside its checklist."""

    def compose(self) -> ComposeResult:
        """The text."""
        yield StyledText()

    def show(self, context: AppContext, record: Record, run: ChecklistRun) -> None:
        """Show the post."""
        self.query_one(StyledText).show(marked_post(context, record, run))


def marked_post(context: AppContext, record: Record, run: ChecklistRun) -> Iterator[Piece]:
    """The text with its findings marked and numbered, the findings, the media with their rights, the lengths."""
    groups = _grouped(run)
    yield from _marked_text(post_check.text_of(context, record), groups)
    for number, places in enumerate(groups, 1):
        yield f"\n{finding_line(number, places, run)}", ""
    for number, medium in enumerate(record.media, 1):
        yield f"\n\n画像・動画 {number}  {medium.file}\n", "bold"
        yield medium_lines(medium), ""
    yield "\n\n" + "\n".join(lengths(context, record)), ""


def _marked_text(text: str, groups: list[list[Finding]]) -> Iterator[Piece]:
    marks = sorted(
        (finding.start, finding.end, number)
        for number, places in enumerate(groups, 1)
        for finding in places
        if finding.end > finding.start
    )
    position = 0
    for start, end, number in marks:
        if start > position:
            yield text[position:start], ""
        yield text[max(start, position) : end], MARK
        yield f"［{number}］", "bold"
        position = max(position, end)
    yield f"{text[position:]}\n", ""


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


def finding_line(number: int, places: list[Finding], run: ChecklistRun) -> str:
    """A finding in a line: its number, what it is about, whether somebody has seen it."""
    finding = places[0]
    is_open = any(finding in run.open_findings(item) for item in run.items())
    mark = "市の連絡先" if finding.own else "▲指摘"
    state = "" if finding.own else "  まだ見ていません" if is_open else "  見ました"
    count = f"（{len(places)}か所）" if len(places) > 1 else ""
    clause = f" [{finding.clause}]" if finding.clause else ""
    return f"{mark} {number}「{finding.label}」{count}{finding.message}{clause}{state}"


def lengths(context: AppContext, record: Record) -> Iterator[str]:
    """How long the text is for each of the services it goes to."""
    text = post_check.text_of(context, record)
    for platform in post_check.platforms_of(context, record):
        for size in length.measure(text, platform):
            over = "【超えています】" if size.over else ""
            yield f"{platform.name} {PARTS.get(size.what, size.what)} {size.count}/{size.max}{over}"
