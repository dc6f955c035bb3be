"""post new, list, show, check: the post check (投稿前チェック) without a screen."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import replace

from uedasns_tui.cli.ask import Asker
from uedasns_tui.cli.grammar import Usage
from uedasns_tui.cli.opening import introduced, opened
from uedasns_tui.cli.policy import listing as list_records
from uedasns_tui.cli.show import record_pairs, record_row, told
from uedasns_tui.cli.speak import FINE, FOUND, Speaker
from uedasns_tui.cli.values import ask_fields, pairs, text_of
from uedasns_tui.desk import posts, work
from uedasns_tui.desk.desk import Desk
from uedasns_tui.desk.folders import Options
from uedasns_tui.guideline.schema import Item
from uedasns_tui.records import checks
from uedasns_tui.records.checks import Result, Sheet
from uedasns_tui.records.record import Record, Value

KIND = "post"
ANSWERS = {"ok": "適合", "no": "不適合", "na": "該当なし", "": "未確認", "off": "対象外"}


def listing(options: Options, given: Namespace, speaker: Speaker) -> int:
    """All post checks, newest first."""
    return list_records(options, given, speaker, KIND)


def new(options: Options, given: Namespace, speaker: Speaker) -> int:
    """Begin a check: which account, which kind, which text."""
    desk = opened(options, speaker, needs=given.kind)
    asker = Asker()
    form = desk.form(KIND)
    values = pairs(given.values, form, given.files)
    if given.checklist:
        desk.checklist(given.checklist)
    text = work.field_of(form, "text")
    if given.file and text:
        values[text.id] = text_of(given.file)
    if not values and not asker.can_ask:
        raise Usage(
            "投稿文がありません（--file ファイル、または 項目=値）。", given.parser.format_usage().strip()
        )
    introduced(desk, speaker, asker)
    record = work.start(desk, KIND, values, name=given.id)
    if not values:
        for policy in work.lines(desk, "policy")[0]:
            speaker.say(f"アカウント {policy.id}: {policy.title}（{policy.state_label}）")
        record = work.with_values(
            record,
            ask_fields(
                form, record.values, asker, lambda seen: work.problems(desk, work.with_values(record, seen))
            ),
        )
    record = replace(record, checklist=given.checklist or chosen(desk, record))
    if not record.checklist:
        speaker.say(posts.outcome(desk, record).label)
    for problem in posts.notices(desk, record):
        speaker.say(str(problem))
    return told(desk, work.keep(desk, record, None), speaker)


def chosen(desk: Desk, record: Record) -> str:
    """The checklist that the record's values call for."""
    checklist = posts.checklist_for(desk, record.values)
    if checklist is None and not any(one.form == KIND for one in desk.guideline.checklists.values()):
        return ""
    if checklist is None:
        raise Usage("この投稿に合うチェックリストがありません。--checklist で選んでください。", "")
    return checklist.id


def show(options: Options, given: Namespace, speaker: Speaker) -> int:
    """A check: text, findings, answers, outcome with its reasons."""
    desk = opened(options, speaker, needs=given.kind)
    record = desk.store.load(given.id).record
    result = posts.outcome(desk, record)
    sheet = posts.sheet(desk, record)
    speaker.data(
        record_row(desk, record) | {"outcome": result.label, "reasons": [one.text for one in result.reasons]}
    )
    if not speaker.json:
        speaker.pairs(record_pairs(desk, record))
        tell_findings(sheet, speaker)
        for item in sheet.items():
            speaker.say(f"{ANSWERS[sheet.status(item)]}: {item.say} [{item.clause}]")
        tell_outcome(result, speaker)
    return FINE if result.ready else FOUND


def tell_findings(sheet: Sheet, speaker: Speaker) -> None:
    """The findings, each a hint to confirm."""
    for finding in sheet.findings:
        own = "（市の連絡先）" if finding.own else ""
        speaker.say(
            f"要確認{own}「{finding.text}」: {finding.message}"
            + (f" [{finding.clause}]" if finding.clause else "")
        )


def tell_outcome(result: Result, speaker: Speaker) -> None:
    """The outcome in words with its reasons."""
    speaker.say(f"結果: {result.label}")
    for reason in result.reasons:
        speaker.say(f"    {reason.text}" + (f" [{reason.clause}]" if reason.clause else ""))


def check(options: Options, given: Namespace, speaker: Speaker) -> int:
    """Answer the items one by one; what is answered is kept, also when one stops halfway."""
    desk = opened(options, speaker, needs=given.kind)
    asker = Asker()
    if given.checklist and not desk.checklist(given.checklist).keeps:
        return _private(desk, given.checklist, asker, speaker)
    if not given.id:
        raise Usage(
            "記録の ID がありません。先に post new で始めてください。", given.parser.format_usage().strip()
        )
    kept = desk.store.load(given.id)
    desk.checklist(kept.record.checklist)
    sheet = posts.sheet(desk, kept.record)
    if given.answers:
        for word in given.answers:
            sheet = _answered(sheet, word)
    elif asker.can_ask:
        introduced(desk, speaker, asker)
        tell_findings(sheet, speaker)
        sheet = ask_items(sheet, asker)
    else:
        raise Usage("答えがありません（例: post check ID 項目=ok）。", given.parser.format_usage().strip())
    record = posts.with_sheet(kept.record, sheet)
    if record != kept.record:
        desk.store.save(record, kept)
    result = posts.outcome(desk, record)
    speaker.data({"id": record.id, "outcome": result.label, "reasons": [one.text for one in result.reasons]})
    if not speaker.json:
        tell_outcome(result, speaker)
    return FINE if result.ready else FOUND


def _answered(sheet: Sheet, word: str) -> Sheet:
    name, _, said = word.partition("=")
    question = next((one for one in sheet.checklist.question if one.id == name), None)
    if question is not None:
        return checks.tell(sheet, name, said)
    item = next((one for one in sheet.checklist.item if one.id == name), None)
    answer, _, note = said.partition(":")
    if item is None or answer not in ("ok", "no", "na"):
        known = "、".join(one.id for one in sheet.checklist.item)
        raise Usage(f"「{word}」は「項目=ok」「項目=no」「項目=na:理由」ではありません。項目: {known}", "")
    seen = tuple(one.key for one in sheet.open_findings(item))
    return checks.answer(sheet, item.id, answer, note, seen)


def ask_items(sheet: Sheet, asker: Asker) -> Sheet:
    """Ask the questions, then every item that is not yet answered."""
    for question in sheet.questions():
        sheet = checks.tell(sheet, question.id, "yes" if asker.yes(question.label) else "no")
    for item in sheet.items():
        if sheet.status(item) == "":
            sheet = _ask_item(sheet, item, asker)
    return sheet


def _ask_item(sheet: Sheet, item: Item, asker: Asker) -> Sheet:
    for finding in sheet.open_findings(item):
        asker.say(f"  要確認「{finding.text}」: {finding.message}")
    weight = "必須" if item.weight == "must" else "努力"
    choices = {"ok": "適合", "no": "不適合", "na": "該当なし（理由を書く）", "": "あとで（未確認）"}
    answer = asker.choice(f"[{item.clause} {weight}] {item.say}", choices)
    if not answer:
        return sheet
    note = ""
    if answer == "na":
        note = asker.line(
            "該当しない理由", check=lambda text: "" if text.strip() else "理由を書いてください。"
        )
    elif answer == "no":
        note = asker.line("メモ（なければ Enter）")
    seen = tuple(one.key for one in sheet.open_findings(item))
    return checks.answer(sheet, item.id, answer, note, seen)


def _private(desk: Desk, name: str, asker: Asker, speaker: Speaker) -> int:
    """A private check: the same quality, nothing kept."""
    if not asker.can_ask:
        raise Usage("私的利用のチェックは、端末で 1 つずつ答えます。何も保存しません。", "")
    speaker.say("この確認は保存しません。")
    text = asker.text("投稿しようとする文章")
    values: dict[str, Value] = {}
    sheet = posts.private_sheet(desk, desk.checklist(name), text, values)
    tell_findings(sheet, speaker)
    sheet = ask_items(sheet, asker)
    result = checks.outcome(sheet, None, None, [])
    tell_outcome(result, speaker)
    return FINE if result.ready else FOUND
