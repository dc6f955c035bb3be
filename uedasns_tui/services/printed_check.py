"""投稿前チェック as a sheet for circulation: text, images, findings, items with their answers, boxes for consent.

Used by `post export` and the screen; every format prints the same Page.
"""

from __future__ import annotations

from collections.abc import Iterator

from uedasns_tui.findings.finding import NO_FINDINGS, Finding, group_findings, place_in
from uedasns_tui.formats.page import Block, Heading, Items, Page, Paragraph, Table
from uedasns_tui.guideline.conditions import matches
from uedasns_tui.guideline.schema import Form
from uedasns_tui.japanese import eras
from uedasns_tui.records import workflow
from uedasns_tui.records.checklist_run import ChecklistRun
from uedasns_tui.records.record import Record
from uedasns_tui.services import post_check, record_actions
from uedasns_tui.services.answers import STATUSES
from uedasns_tui.services.context import AppContext


def check_page(context: AppContext, record: Record) -> Page:
    """The sheet of one post's check."""
    form = context.form(record.kind)
    return Page(
        f"{record_actions.title(context, record)} {form.title}",
        tuple(_blocks(context, record, form)),
        name=record.id,
        made=(
            f"ガイドラインの版: {eras.japanese_date(record.edition)}",
            f"状態: {workflow.state_label(record, form)}（{eras.japanese_date(context.today)}現在）",
        ),
        day=context.today,
    )


def _blocks(context: AppContext, record: Record, form: Form) -> Iterator[Block]:
    run = post_check.post_checklist_run(context, record)
    result = post_check.outcome(context, record)
    text = post_check.text_of(context, record)
    yield Heading(form.title, 1)
    yield Table(tuple(_facts(context, record, form)), caption="投稿", row_heads=True, widths=(2, 8))
    yield Heading("投稿する文", 2)
    yield Table(((text or "（まだ書かれていません）",),))
    if record.media:
        rows = tuple((m.file, m.alt, m.shows, m.consent, m.source) for m in record.media)
        yield Table(rows, head=("ファイル", "代替の文", "写っている人", "承諾", "出所"), caption="画像や動画")
    yield Heading("結果", 2)
    yield Paragraph(result.label)
    below = {item.say for item in run.items()} | {
        finding.message for finding in run.findings if isinstance(finding, Finding)
    }
    if reasons := [reason for reason in result.reasons if not any(text in reason.text for text in below)]:
        yield Items(
            tuple(f"{reason.text}{f'［{reason.clause}］' if reason.clause else ''}" for reason in reasons)
        )
    yield Heading("文について確かめること（自動の指摘）", 2)
    yield from _findings(run, text)
    yield Heading("項目と回答", 2)
    yield _items(run)
    yield Heading(form.approval, 2)
    yield Table(
        tuple(_consents(context, record, form)),
        head=("役割・氏名", form.approval, "日付・印", "意見"),
        widths=(4, 3, 3, 4),
    )


def _facts(context: AppContext, record: Record, form: Form) -> Iterator[tuple[str, str]]:
    text = record_actions.field_of(form, "text")
    for field in form.field:
        if not matches(field.when, record.values) or (text is not None and field.id == text.id):
            continue
        if field.type == "accounts":
            names = [(name, policy) for name, policy in post_check.accounts(context, record)]
            value = "\n".join(
                record_actions.title(context, policy) if policy else name for name, policy in names
            )
        else:
            value = record.text(field.id)
        if value.strip():
            yield field.label, field.choices.get(value, value)


def _findings(run: ChecklistRun, text: str) -> Iterator[Block]:
    groups = group_findings(finding for finding in run.findings if isinstance(finding, Finding))
    if not groups:
        yield Paragraph(NO_FINDINGS)
        return
    seen = {key for answer in run.answers for key in answer.seen}
    rows = []
    for places in groups:
        finding = places[0]
        where = "、".join(filter(None, (place_in(text, place) for place in places)))
        state = "市の連絡先" if finding.own else "見た" if finding.key in seen else "まだ見ていない"
        rows.append((finding.text, where, finding.message, finding.clause, state))
    yield Table(tuple(rows), head=("文", "場所", "確かめること", "条項", "確認"), widths=(4, 3, 8, 2, 3))


def _items(run: ChecklistRun) -> Table:
    rows = tuple(
        (STATUSES[status], item.say, item.clause, run.answer_of(item.id).note)
        for item in run.items()
        if (status := run.status(item)) != "off"
    )
    return Table(rows, head=("回答", "確かめること", "条項", "理由"), widths=(2, 9, 2, 4))


def _consents(context: AppContext, record: Record, form: Form) -> Iterator[tuple[str, str, str, str]]:
    """Who wrote, what was decided so far, and an empty box for the head of section."""
    if record.log:
        yield f"作成 {record.log[0].by.name}", "", eras.japanese_date(record.log[0].at.date()), ""
    labels = {
        step.id: step.label for step in form.act if step.role in ("approve", "late", "refuse", "return")
    }
    asks = {ask.role: ask.id for ask in form.ask if ask.role}
    for entry in record.log:
        if entry.transition in labels:
            by, reason = (str(entry.inputs.get(asks.get(role, ""), "")) for role in ("by", "reason"))
            yield (
                by or entry.by.name,
                labels[entry.transition],
                eras.japanese_date(workflow.entry_date(form, entry)),
                reason,
            )
    for person in (context.guideline.city.head, ""):
        yield f"{person}\n", f"☐{form.approval}する\n☐差し戻す", "", ""
