"""Upkeep by numbers: backup, trash, diagnostics, public pages, imports, editions, settings."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from uedasns_tui.cli import compare, doctor, exchange, guideline_import, read, versions
from uedasns_tui.cli.answer_draft import answer_draft
from uedasns_tui.cli.context import identified_user
from uedasns_tui.cli.menu_loop import Entries, Menu
from uedasns_tui.cli.prompt import required
from uedasns_tui.guideline.editions import editions
from uedasns_tui.japanese import local_time
from uedasns_tui.services.context import AppContext
from uedasns_tui.storage.trash import TrashedRecord


def upkeep(menu: Menu) -> None:
    """What keeps the records in order."""
    policy = menu.context.form_id("policy")
    zip_file = ("控えのファイル（.zip）",)
    entries: Entries = {
        "backup": ("控えを取る", partial(_asked, menu, versions.backup, {"file": zip_file[0]})),
        "restore": ("控えから戻す", partial(_asked, menu, versions.unpack, {"file": zip_file[0]})),
        "trash": ("ごみ箱", partial(_trash, menu)),
        "doctor": ("点検する", partial(menu.call, doctor.doctor)),
        "fix": ("点検して、元に戻せるものだけ直す", partial(menu.call, doctor.doctor, fix=True)),
        "site": (
            "公表するページを作る",
            partial(_asked, menu, exchange.site, {"folder": "書き出すフォルダー"}),
        ),
        "import": (
            "Word、Excel、CSV から取り込む",
            partial(_asked, menu, exchange.import_file, {"file": "取り込むファイル"}, kind=policy),
        ),
        "guideline": ("ガイドラインの版と点検", partial(_guideline, menu)),
        "settings": ("名前と設定", partial(_settings, menu)),
        "blank": (
            "空の様式を Word で書き出す（手で書く用）",
            partial(menu.call, exchange.blank, kind=policy, format="word"),
        ),
    }
    menu.loop("控え・ごみ箱・点検・設定", lambda: entries)


def _asked(
    menu: Menu, command: Callable[..., object], questions: dict[str, str], **arguments: object
) -> None:
    """A command whose arguments are asked first; `<` goes back."""
    names, answers = list(questions), dict.fromkeys(questions, "")

    def ask(number: int) -> None:
        label = questions[names[number]]
        answers[names[number]] = menu.prompt.line(label, answers[names[number]], required(label))

    if len(names) == 1:
        ask(0)
        menu.call(command, **answers, **arguments)
        return
    with answer_draft(menu.reading, menu.prompt, f"menu/{command.__module__}.{command.__name__}", answers):
        menu.prompt.each(len(names), ask)
        menu.call(command, **answers, **arguments)


def _trash(menu: Menu) -> None:
    """What is in the trash; each can be brought back, or all of it goes."""

    def rows() -> Entries:
        context = menu.context
        entries = context.repository.discarded()
        if not entries:
            menu.console.say("ごみ箱は空です。")
        return {
            str(entry.path): (_trashed(context, entry), partial(menu.call, versions.untrash, id=entry.id))
            for entry in entries
        }

    def entries() -> Entries:
        full = bool(menu.context.repository.discarded())
        return {"empty": ("ごみ箱を空にする", partial(menu.call, versions.empty))} if full else {}

    menu.loop("ごみ箱。番号で元に戻します。", entries, rows)


def _trashed(context: AppContext, entry: TrashedRecord) -> str:
    form = context.guideline.forms.get(entry.kind)
    day = f"{local_time.local(entry.at):%Y-%m-%d}"
    return "、".join(
        part
        for part in (form.title if form else entry.kind, entry.id, day, entry.reason or "理由なし")
        if part
    )


def _guideline(menu: Menu) -> None:
    """Editions and the files of the guideline."""
    context = menu.context
    known = "、".join(edition.date.isoformat() for edition in editions(context.folders.guideline))
    folder = {"folder": "ガイドラインのフォルダー"}
    entries: Entries = {
        "compare": (
            f"2つの版を比べる（手もとの版: {known}）",
            partial(
                _asked, menu, compare.compare,
                {"before": "前の版（日付かフォルダー）", "after": "後の版（日付かフォルダー）"},
            ),
        ),
        "coverage": ("本文の 1 文ごとに、何が答えるかを聞く", partial(menu.call, doctor.doctor, coverage=True)),
        "check": ("フォルダーの誤りを調べる", partial(_asked, menu, read.check, folder)),
        "import": (
            "公表された文から作る",
            partial(
                _asked, menu, guideline_import.import_file,
                {"file": "公表された文のファイル", "folder": "作るフォルダー"},
            ),
        ),
        "new": (
            "新しく作る",
            partial(
                _asked, menu, guideline_import.new,
                {"title": "ガイドラインの題", "city": "市町村の名前", "folder": "作るフォルダー"},
            ),
        ),
    }  # fmt: skip
    menu.loop("ガイドラインの版と点検", lambda: entries)


def _settings(menu: Menu) -> None:
    """Who records, of which section, and whether the program opens with this menu."""
    context = menu.context
    if context.user is None:
        identified_user(context, menu.console, menu.prompt)
        return
    mine = context.user_settings
    answers: dict[str, str] = {
        "name": mine.name,
        "section": mine.section,
        "plain": "yes" if mine.plain else "no",
    }

    def ask(number: int) -> None:
        if number == 0:
            answers["name"] = menu.prompt.line("お名前", answers["name"], required("名前"))
        elif number == 1:
            answers["section"] = menu.prompt.line("課の名前", answers["section"])
        else:
            opens = {"yes": "このメニュー", "no": "画面"}
            answers["plain"] = menu.prompt.choice("次から何を開きますか。", opens, answers["plain"])

    menu.prompt.each(3, ask)
    context.remember(name=answers["name"], section=answers["section"], plain=answers["plain"] == "yes")
    menu.console.say("設定を保存しました。")
