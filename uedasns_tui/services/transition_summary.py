"""What somebody sees before a record is handed in or decided: what differs, what is decided, what is still open.

Used by the dialogs of the steps. A head decides what stands here, without looking for it elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from uedasns_tui.guideline.schema import Transition, TransitionInput
from uedasns_tui.records import workflow
from uedasns_tui.records.record import Record
from uedasns_tui.services import changes, post_check, publication, record_actions
from uedasns_tui.services.context import AppContext

SHOWING = (*workflow.REQUESTING, *workflow.APPROVING, *workflow.EXEMPTING)
"""Roles of steps before which a person sees what the step is about."""


def summary_of(context: AppContext, record: Record, act: Transition) -> str:
    """What the step is about, as a text of several parts; "" for a step that decides nothing."""
    if act.role not in SHOWING:
        return ""
    parts = [*_differing(context, record)]
    if act.role not in workflow.REQUESTING:
        parts += _content(context, record)
    return "\n\n".join(parts)


def _differing(context: AppContext, record: Record) -> Iterator[str]:
    since = changes.changes_since_decision(context, record)
    if since is None:
        return
    if not since.fields:
        yield f"「{since.step}」（{since.entry.at:%Y-%m-%d}）のときと同じ内容です。"
        return
    yield f"■{since.title}"
    yield from (f"{label}\n{text}" for label, text in changes.lines(since))


def _content(context: AppContext, record: Record) -> Iterator[str]:
    form = context.form(record.kind)
    yield "■決める内容"
    rows = publication.sheet_rows(form, record.values)
    if rows:
        yield from (f"{label}\n{text}" for label, text in rows if text)
    if form.purpose == "post":
        yield from _post(context, record)


def _post(context: AppContext, record: Record) -> Iterator[str]:
    names = [
        record_actions.title(context, policy) if policy else f"{name}（読めません）"
        for name, policy in post_check.accounts(context, record)
    ]
    yield f"アカウント: {'、'.join(names) or '（選んでいません）'}"
    yield f"本文\n{post_check.text_of(context, record)}"
    for medium in record.media:
        yield f"画像・動画 {medium.file}\n代替テキスト: {medium.alt or '（ありません）'}" + (
            f"\n写っている人・権利: {medium.consent}" if medium.consent else ""
        )
    if not record.checklist:
        return
    sheet = post_check.post_checklist_run(context, record)
    still = {
        finding.key: finding
        for item in sheet.items()
        if sheet.status(item) != "off"
        for finding in sheet.open_findings(item)
    }
    yield "\n".join(
        [
            f"■まだ確かめていない指摘 {len(still)} 件",
            *(f"・「{finding.text}」{finding.message}" for finding in still.values()),
        ]
    )


def defaults(context: AppContext, record: Record, asks: Iterable[TransitionInput]) -> dict[str, str]:
    """What a step's questions begin with: `work.defaults`, and for the version the decision that stands."""
    asks = tuple(asks)
    values = record_actions.input_defaults(context, asks)
    form = context.form(record.kind)
    entry = workflow.last_decision(record, form)
    if entry is not None:
        inputs = [
            str(entry.inputs[question.id])
            for question in form.ask
            if question.public and entry.inputs.get(question.id)
        ]
        version = f"{' '.join(inputs)}（{entry.at:%Y-%m-%d} 決裁）".strip()
        values |= {question.id: version for question in asks if question.role == "version"}
    return values
