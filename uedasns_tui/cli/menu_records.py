"""The records by numbers: a list of a form, and everything that can be done with one record."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from uedasns_tui.cli import (
    bulk_change,
    exchange,
    incident,
    last_post,
    lint,
    media,
    policy,
    post,
    record_merge,
    transition,
    versions,
)
from uedasns_tui.cli import records as records_command
from uedasns_tui.cli.answer_draft import answer_draft
from uedasns_tui.cli.menu_loop import LEFT, Action, Entries, Menu
from uedasns_tui.cli.prompt import required
from uedasns_tui.cli.values import writable_fields
from uedasns_tui.formats.registry import FORMATS
from uedasns_tui.guideline.schema import Form, TransitionInput
from uedasns_tui.japanese import fold, visible
from uedasns_tui.records import workflow
from uedasns_tui.services import export_files, post_check, record_actions, version_history
from uedasns_tui.services.answers import STATUSES, check_answer
from uedasns_tui.services.context import AppContext
from uedasns_tui.storage.record_file import SavedRecord

NEW = {"policy": policy.new, "post": post.new, "incident": incident.new}
SHOW = {"policy": policy.show, "post": post.show, "incident": incident.show}


# ---- a list
def records(menu: Menu, form: Form, words: str = "") -> None:
    """The records of a form, newest first: a new one, or one of the list."""
    purpose = menu.context.guideline.purpose_of(form.id)

    def entries() -> Entries:
        context = menu.context
        first = {"new": (form.begin_label or "新しく書く", partial(_begin, menu, form))}
        return {**first, **_beginnings(menu, context, form, purpose), "find": ("絞り込む", narrow)}

    def rows() -> Entries:
        lines, faults = record_actions.record_lines(menu.context, form.id)
        menu.console.problems(faults)
        return {
            line.id: (_label(line), partial(open_record, menu, line.id))
            for line in lines
            if fold.fold(words) in fold.fold(_label(line))
        }

    def narrow() -> None:
        records(menu, form, menu.prompt.line("絞り込む言葉（名前、状態、課）", check=required("言葉")))

    menu.loop(f"{form.title}「{words}」" if words else form.title, entries if not words else dict, rows)


def _begin(menu: Menu, form: Form, **arguments: object) -> None:
    """A new record; where it was saved, what can be done with it next."""
    context = menu.context
    known = {line.id for line in record_actions.record_lines(context, form.id, now=True)[0]}
    purpose = context.guideline.purpose_of(form.id)
    menu.call(NEW.get(purpose, records_command.new), kind=form.id, form=form.id, **arguments)
    lines = record_actions.record_lines(menu.context, form.id, now=True)[0]
    for line in [line for line in lines if line.id not in known][:1]:
        open_record(menu, line.id)


def _label(line: record_actions.RecordLine) -> str:
    return "、".join(part for part in (line.title, line.state_label, line.section.split("\n")[0]) if part)


def _beginnings(menu: Menu, context: AppContext, form: Form, purpose: str) -> Entries:
    """Other ways to begin, and checks of which nothing is kept."""
    entries: dict[str, tuple[str, Action]] = {}
    if purpose in NEW and record_actions.sample(context, form.id) is not None and purpose == "policy":
        entries["sample"] = ("記載例から書く", partial(_begin, menu, form, source="sample"))
    if purpose == "policy":
        entries["bulk"] = ("課や連絡先をまとめて変える", partial(_bulk, menu))
        entries["seen"] = ("最後の投稿の日を CSV から書く", partial(_file_of_days, menu, form))
    if purpose == "post":
        entries["lint"] = ("文だけを調べる（保存しません）", partial(_lint, menu))
        for checklist in context.guideline.checklists.values():
            if not checklist.keeps:
                entries[checklist.id] = (
                    checklist.title,
                    partial(menu.call, post.check, kind=form.id, checklist=checklist.id),
                )
    return entries


def _bulk(menu: Menu) -> None:
    menu.call(bulk_change.change, section=menu.prompt.line("今の課の名前", check=required("課の名前")))


def _file_of_days(menu: Menu, form: Form) -> None:
    file = menu.prompt.line("CSV のファイル（ID・日付・確かめた人の列）", check=required("ファイル"))
    menu.call(last_post.seen, what=file, kind=form.id)


def _lint(menu: Menu) -> None:
    lint.tell(menu.context, menu.prompt.text("投稿しようとする文章"), (), menu.console)


# ---- one record
def open_record(menu: Menu, name: str) -> None:
    """One record: what can be done with it now. The steps come last: only they are new after a step, and read out."""
    record = menu.context.repository.load(name).record
    form = menu.context.form(record.kind)
    menu.loop(record_actions.title(menu.context, record), partial(_entries, menu, form, name))


def _entries(menu: Menu, form: Form, name: str) -> Entries:
    context = menu.context
    saved = context.repository.load(name)
    purpose = context.guideline.purpose_of(form.id)
    call = partial(menu.call, id=name, kind=form.id)
    return {
        "show": ("読む", partial(call, SHOW.get(purpose, policy.show))),
        **_checking(menu, context, form, saved),
        "field": ("項目を書き直す", partial(_fields, menu, form, name)),
        **_of_purpose(menu, form, saved, purpose),
        "more": ("版・ごみ箱など", partial(_more, menu, form, saved)),
        **{
            f"act {act.id}": (f"手続: {act.label}", partial(call, transition.step, role=act.id))
            for act in workflow.allowed_transitions(saved.record, form)
        },
        **{
            f"media {medium.id}": (
                f"画像や動画 {medium.file}",
                partial(_medium, menu, form, name, medium.file),
            )
            for medium in saved.record.media
        },
    }


def _more(menu: Menu, form: Form, saved: SavedRecord) -> object:
    """What is seldom wanted; whether the record is gone then."""
    name = saved.record.id
    entries: Entries = {
        "history": ("これまでの版", partial(_versions, menu, name)),
        "merge": (
            "記録に入っていない保存を合わせる",
            partial(menu.call, record_merge.merge_command, source=name, take=""),
        ),
        "set": ("すべての項目を順に書き直す", partial(menu.call, policy.change, id=name, kind=form.id)),
        "delete": ("ごみ箱へ移す", partial(_delete, menu, name)),
        "purge": ("完全に消す", partial(_purge, menu, name)),
    }
    menu.loop("版・ごみ箱など", lambda: entries)
    return LEFT if menu.context.repository.try_load(name) is None else None


def _checking(menu: Menu, context: AppContext, form: Form, saved: SavedRecord) -> Entries:
    if post_check.checklist_of(context, saved.record) is None:
        return {}
    call = partial(menu.call, post.check, id=saved.record.id, kind=form.id)
    return {
        "check": ("項目を確かめる", call),
        "answers": ("答えを直す", partial(_answers, menu, saved.record.id, form)),
    }


def _answers(menu: Menu, name: str, form: Form) -> None:
    """Questions and items with their answers; one is asked anew."""

    def rows() -> Entries:
        context = menu.context
        run = post_check.post_checklist_run(context, context.repository.load(name).record)
        facts = run.facts
        questions = {
            question.id: f"{'はい' if facts[question.id] == 'yes' else 'いいえ'}: {question.label}"
            for question in run.questions()
        }
        items = {
            item.id: f"{STATUSES[run.status(item)]}: {item.say}"
            for item in run.items()
            if run.status(item) != "off"
        }
        return {
            key: (label, partial(menu.call, post.check, id=name, kind=form.id, only=key))
            for key, label in {**questions, **items}.items()
        }

    menu.loop("どの答えを直しますか。", dict, rows)


def _fields(menu: Menu, form: Form, name: str) -> None:
    """The fields with what stands in them; one is written anew."""

    def rows() -> Entries:
        values = menu.context.repository.load(name).record.values
        return {
            field.id: (
                f"{field.label}: {_shown(field.choices, values.get(field.id, ''))}",
                partial(menu.call, policy.change, id=name, kind=form.id, only=(field.id,)),
            )
            for field in writable_fields(form, values)
        }

    menu.loop("どの項目を書き直しますか。", dict, rows)


def _shown(choices: dict[str, str], value: object) -> str:
    text = value if isinstance(value, str) else "、".join(map(str, value))  # type: ignore[call-overload]
    text = visible.one_line(choices.get(text, text))
    return f"{text[:30]}…" if len(text) > 30 else text or "（なし）"


def _of_purpose(menu: Menu, form: Form, saved: SavedRecord, purpose: str) -> Entries:
    """What records of one purpose alone can do."""
    name = saved.record.id
    call = partial(menu.call, id=name, kind=form.id)
    match purpose:
        case "policy":
            return {
                "export": ("様式を書き出す", partial(_export, menu, form, saved)),
                "copy": ("コピーして作成", partial(_begin, menu, form, source=name)),
                "seen": ("最後の投稿の日を書く", partial(_seen, menu, form, name)),
            }
        case "post":
            return {
                "text": ("本文だけを聞く", partial(call, post.text, output="-")),
                "media": ("画像や動画を加える", partial(call, media.media)),
                "export": ("回覧の紙を書き出す", partial(_export, menu, form, saved)),
            }
        case "incident":
            return {
                "report": ("報告書を読む", partial(call, exchange.export, format="text", output="-")),
                "export": ("報告書を書き出す", partial(_export, menu, form, saved)),
            }
    return {}


def _medium(menu: Menu, form: Form, name: str, file: str) -> None:
    call = partial(menu.call, media.media, id=name, kind=form.id)
    picked = menu.prompt.choice(file, {"change": "書き直す", "remove": "外す"})
    call(file=file) if picked == "change" else call(remove=file)


def _export(menu: Menu, form: Form, saved: SavedRecord) -> None:
    """The printed form as a file."""
    answers = {"format": "", "file": "", "draft": "", "overwrite": ""}
    name = saved.record.id

    def ask(number: int) -> None:
        if number == 0:
            formats = {key: FORMATS[key].label for key in FORMATS}
            answers["format"] = menu.prompt.choice("どの形式にしますか。", formats, answers["format"])
        elif number == 1:
            _, names = export_files.page_of(menu.context, saved.record)
            suggestion = answers["file"] or export_files.file_name(*names, answers["format"])
            answers["file"] = menu.prompt.line("ファイルの名前", suggestion)
            taken = export_files.exists(Path(answers["file"]).expanduser())
            answers["overwrite"] = (
                "yes" if taken and menu.prompt.yes("すでにあります。置き換えますか") else ""
            )
        elif form.purpose == "policy" and workflow.last_decision(saved.record, form) is not None:
            answers["draft"] = (
                "yes"
                if menu.prompt.yes(f"今の内容を案として書き出しますか（いいえ: {form.approval}のときの内容）")
                else ""
            )
        else:
            answers["draft"] = "yes"

    with answer_draft(menu.context, menu.prompt, f"export/{name}", answers):
        menu.prompt.each(3, ask)
        menu.call(
            exchange.export, id=name, kind=form.id, format=answers["format"], output=answers["file"],
            draft=bool(answers["draft"]), overwrite=bool(answers["overwrite"]),
        )  # fmt: skip


def _seen(menu: Menu, form: Form, name: str) -> None:
    """The day of the last post."""
    user = menu.context.user
    answers = {"day": "", "by": user.name if user else ""}

    def day(text: str) -> str:
        question = TransitionInput("day", "日付", "date")
        return required("日付")(text) or check_answer(question, text, menu.context.today)

    def ask(number: int) -> None:
        if number == 0:
            question = "最後の投稿の日（例: 2026-11-20）"
            answers["day"] = menu.prompt.line(question, answers["day"], day)
        else:
            answers["by"] = menu.prompt.line("見た人", answers["by"])

    with answer_draft(menu.context, menu.prompt, f"seen/{name}", answers):
        menu.prompt.each(2, ask)
        menu.call(last_post.seen, what=name, kind=form.id, **answers)


def _versions(menu: Menu, name: str) -> None:
    """The versions; what differs in one from the record now, and bringing it back."""

    def rows() -> Entries:
        return {
            info.number: (
                f"{info.number} 版 {info.at} {info.who}、今と違う項目 {len(info.changes)}",
                partial(_version, menu, name, info.number),
            )
            for info in version_history.history(menu.context, name)
        }

    menu.loop("どの版ですか。", dict, rows)


def _version(menu: Menu, name: str, number: str) -> None:
    menu.call(versions.diff, id=name, versions=[number])
    if menu.prompt.yes(f"{number} 版に戻しますか。今の内容も版に残ります"):
        menu.call(versions.restore, id=name, number=number)


def _delete(menu: Menu, name: str) -> object:
    """To the trash, with a reason."""
    menu.call(versions.discard, id=name, reason=menu.prompt.line("ごみ箱へ移す理由（なければ Enter）"))
    return LEFT


def _purge(menu: Menu, name: str) -> object:
    """Out of every copy, with a reason, after a question."""
    menu.call(versions.purge, id=name, reason=menu.prompt.line("完全に消す理由", check=required("理由")))
    return LEFT
