"""What a careful colleague would point at in a post's text, and how long it is for each service; beside the form."""

from __future__ import annotations

from collections.abc import Iterator

from uedasns_tui.findings import length
from uedasns_tui.records.checklist_run import ChecklistRun
from uedasns_tui.records.record import Record
from uedasns_tui.services import post_check
from uedasns_tui.services.context import AppContext
from uedasns_tui.ui.widgets.plain_text import PlainText

PARTS = {
    "text": "本文",
    "title": "題",
    "description": "説明",
    "hashtags": "ハッシュタグ",
    "bubbles": "吹き出し",
}
NOTHING = "気になるところは見つかっていません（安全という意味ではありません）。"


class FindingsPane(PlainText):
    """The lengths, the notices of the accounts' policies and the findings of a post, a line each."""

    def show(self, context: AppContext, record: Record, run: ChecklistRun) -> None:
        """Show them for a record as it is typed."""
        lines = [*_lengths(context, record)]
        lines += [problem.message for problem in post_check.notices(context, record)]
        for finding in run.findings:
            mark = "市の連絡先" if finding.own else "▲要確認"
            clause = f" [{finding.clause}]" if finding.clause else ""
            lines.append(f"{mark}「{finding.text}」{finding.message}{clause}")
        if not run.findings and post_check.text_of(context, record).strip():
            lines.append(NOTHING)
        self.update("\n".join(lines))


def _lengths(context: AppContext, record: Record) -> Iterator[str]:
    text = post_check.text_of(context, record)
    for platform in post_check.platforms_of(context, record):
        for size in length.measure(text, platform):
            over = "【超えています】" if size.over else ""
            yield f"{platform.name} {PARTS.get(size.what, size.what)} {size.count}/{size.max}{over}"
