"""`--plain` without a command: a menu by numbers through which everything can be done, line by line.

For screen readers: no escape sequence, no redraw, no box. Every entry is a command; the menu asks what the command
line would say, and no id has to be typed. Used by `main.py`.
"""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import partial

from uedasns_tui.cli import (
    errors,
    exchange,
    incident,
    last_post,
    policy,
    post,
    read,
    todo,
    transition,
    versions,
)
from uedasns_tui.cli.context import identified_user, open_for_command
from uedasns_tui.cli.output import FINE, WRONG_USE, Console
from uedasns_tui.cli.prompt import Prompt, PromptBack, PromptStopped
from uedasns_tui.formats.registry import FORMATS
from uedasns_tui.guideline.schema import Form
from uedasns_tui.records import workflow
from uedasns_tui.services import post_check, record_actions, record_list
from uedasns_tui.services.context import AppContext
from uedasns_tui.services.folders import AppOptions
from uedasns_tui.storage.record_file import SavedRecord

Action = Callable[[], object]
PAGE = 15
"""Records that are read out before 「続き」."""
LEAVE = "leave"
PURPOSES = ("policy", "post", "incident", "other")
NEW = {"policy": policy.new, "post": post.new, "incident": incident.new}
SHOW = {"policy": policy.show, "post": post.show, "incident": incident.show}


class Menu:
    """The menu and what its entries need."""

    def __init__(self, options: AppOptions, console: Console, prompt: Prompt | None = None) -> None:
        self.options = options
        self.console = console
        self.prompt = prompt or Prompt()

    @property
    def context(self) -> AppContext:
        """The guideline and the records as they are now."""
        return open_for_command(self.options, self.console)

    def run(self) -> int:
        """The first menu, until the person leaves."""
        if not self.prompt.can_ask:
            self.console.fault(
                "メニューは、キーボードで答えられるところで開きます。コマンドは --help で聞けます。"
            )
            return WRONG_USE
        context = open_for_command(self.options, self.console, records=False)
        guideline = context.guideline
        self.console.say(f"{guideline.title}　uedasns-tui")
        self.console.say("番号で選びます。? でもう一度聞けます。< で前に戻ります。")
        for problem in record_list.is_unreachable(context):
            self.console.say(problem.message)
            self.options = replace(self.options, create=self.prompt.yes("ここに新しく作りますか"))
        entries: dict[str, tuple[str, Action]] = {
            "todo": ("対応が必要なもの", self.todo),
            "read": ("ガイドラインを読む", self.read),
            "find": ("言葉で探す", self.find),
            **{
                form.id: (form.title, partial(self.records, form))
                for form in sorted(
                    guideline.forms.values(), key=lambda form: PURPOSES.index(form.purpose or "other")
                )
            },
            "upkeep": ("控え・ごみ箱・点検・名前", self.upkeep),
        }
        self.loop("メニュー", lambda: entries, leave="終わる")
        return FINE

    def loop(
        self, title: str, entries: Callable[[], Mapping[str, tuple[str, Action]]], leave: str = "戻る"
    ) -> None:
        """Read out entries and do what is chosen, again and again; a fault is told and the menu goes on."""
        while True:
            choices = entries()
            labels = {name: label for name, (label, _) in choices.items()}
            try:
                name = self.prompt.choice(title, {**labels, LEAVE: leave})
            except PromptBack:
                return
            if name == LEAVE:
                return
            action = choices[name][1]
            errors.guard(partial(self.do, action), self.console)

    def do(self, action: Action) -> int:
        """One entry; `<` at its first question comes back to the menu."""
        try:
            action()
        except PromptBack as stopped:
            if str(stopped):
                self.console.say(str(stopped))
        return FINE

    def call(self, command: Callable[..., object], **arguments: object) -> None:
        """A command with the arguments that its line would have."""
        usual = {"values": [], "files": [], "yes": False, "reason": "", "kind": "", "section": "", "source": "",
                 "file": "", "checklist": "", "answers": [], "draft": False, "fragment": "", "output": "",
                 "markdown": False, "records": True, "keep": False, "remove": "", "anyway": "", "parser": _NoUsage()}  # fmt: skip
        command(self.options, Namespace(**{**usual, **arguments}), self.console)

    # ---- reading
    def todo(self) -> None:
        """What needs somebody, and the record that is chosen."""
        self.call(todo.todo)

    def read(self) -> None:
        """Chapters, then the clauses of one."""
        root = self.context.guideline.root
        chapters = {clause.citation: f"{clause.mark} {clause.title}".strip() for clause in root.children}
        citation = self.prompt.choice("どの章を読みますか。", chapters)
        self.call(read.read, citation=[citation])

    def find(self) -> None:
        """Words or a citation; the hits as the command prints them."""
        words = self.prompt.line("探す言葉、または 5(8)オ のような引用")
        if words.strip():
            self.call(read.find, words=words.split())

    # ---- records
    def records(self, form: Form) -> None:
        """The records of a form: new, or one of the list."""
        purpose = self.context.guideline.purpose_of(form.id)

        def entries() -> dict[str, tuple[str, Action]]:
            rows, faults = record_actions.record_lines(self.context, form.id)
            self.console.problems(faults)
            more = {"find": ("言葉で絞り込む", lambda: self.narrowed(form))} if len(rows) > PAGE else {}
            first = {"new": ("新しく書く", lambda: self.call(NEW[purpose], id="", kind=form.id))}
            return {**(first if purpose in NEW else {}), **more, **self.rows(form, rows[:PAGE])}

        self.loop(form.title, entries)

    def rows(self, form: Form, rows: Iterable[record_actions.RecordLine]) -> dict[str, tuple[str, Action]]:
        """Menu entries of records, by id."""
        return {
            row.id: (
                "、".join(part for part in (row.title, row.state_label, row.section) if part),
                partial(self.record, form, row.id),
            )
            for row in rows
        }

    def narrowed(self, form: Form) -> None:
        """The records whose title or section holds the words."""
        words = self.prompt.line("絞り込む言葉")
        rows, _ = record_actions.record_lines(self.context, form.id)
        hits = [row for row in rows if words in row.title or words in row.section]
        self.console.say(f"{len(hits)} 件")
        self.loop(f"「{words}」", lambda: self.rows(form, hits[:PAGE]))

    def record(self, form: Form, name: str) -> None:
        """One record: what can be done with it now, the allowed transitions first."""

        def entries() -> dict[str, tuple[str, Action]]:
            context = self.context
            saved = context.repository.load(name)
            acts = workflow.allowed_transitions(saved.record, form)
            return {
                "show": ("読む", lambda: self.call(SHOW.get(purpose, policy.show), id=name, kind=form.id)),
                **{
                    act.id: (
                        f"手続: {act.label}",
                        partial(self.call, transition.step, id=name, role=act.id, kind=form.id),
                    )
                    for act in acts
                },
                "set": ("項目を書き直す", lambda: self.call(policy.change, id=name, kind=form.id)),
                **self.of_purpose(context, purpose, saved),
                "history": ("これまでの版", lambda: self.call(versions.history, id=name)),
                "delete": ("ごみ箱へ移す", lambda: self.delete(name)),
            }

        purpose = self.context.guideline.purpose_of(form.id)
        record = self.context.repository.load(name).record
        self.loop(record_actions.title(self.context, record), entries)

    def of_purpose(
        self, context: AppContext, purpose: str, saved: SavedRecord
    ) -> dict[str, tuple[str, Action]]:
        """What records of one purpose alone can do."""
        name, kind = saved.record.id, saved.record.kind
        entries: dict[str, tuple[str, Action]] = {}
        if post_check.checklist_of(context, saved.record) is not None:
            entries["check"] = ("項目を確かめる", lambda: self.call(post.check, id=name, kind=kind))
        if purpose == "policy":
            entries["export"] = ("様式を書き出す", lambda: self.export(name, kind))
            entries["seen"] = ("最後の投稿の日を書く", lambda: self.seen(name, kind))
        if purpose == "incident":
            entries["report"] = (
                "報告書を読む",
                lambda: self.call(incident.report, id=name, kind=kind, format="text", output="-"),
            )
        return entries

    def export(self, name: str, kind: str) -> None:
        """The printed form as a file."""
        formats = {key: FORMATS[key].label for key in FORMATS}
        chosen = self.prompt.choice("どの形式にしますか。", formats)
        suggestion = f"{name}{FORMATS[chosen].suffix}"
        file = self.prompt.line("ファイルの名前", suggestion)
        draft = self.prompt.yes("決裁などの前の、今の内容を案として書き出しますか。")
        self.call(exchange.export, id=name, kind=kind, format=chosen, output=file, draft=draft)

    def seen(self, name: str, kind: str) -> None:
        """The day of the last post."""
        day = self.prompt.line("最後の投稿の日（例: 2026-11-20）")
        user = self.context.user
        by = self.prompt.line("見た人", user.name if user else "")
        self.call(last_post.seen, what=name, day=day, by=by, kind=kind)

    def delete(self, name: str) -> None:
        """To the trash, with a reason."""
        reason = self.prompt.line("ごみ箱へ移す理由（なければ Enter）")
        self.call(versions.discard, id=name, reason=reason)

    # ---- upkeep
    def upkeep(self) -> None:
        """Backup, trash, diagnostics, who I am."""
        from uedasns_tui.cli import doctor

        entries: dict[str, tuple[str, Action]] = {
            "backup": ("控えを取る", lambda: self.file(versions.backup, "控えのファイル（.zip）")),
            "restore": ("控えから戻す", lambda: self.file(versions.unpack, "控えのファイル（.zip）")),
            "trash": ("ごみ箱", self.trash),
            "doctor": ("点検する", lambda: self.call(doctor.doctor, coverage=False, fix=False)),
            "site": ("公表するページを作る", self.site),
            "import": (
                "Word や CSV から取り込む",
                lambda: self.file(exchange.import_file, "取り込むファイル"),
            ),
            "user": ("名前と課", self.user),
        }
        self.loop("控え・ごみ箱・点検・名前", lambda: entries)

    def file(self, command: Callable[..., object], question: str) -> None:
        """A command on one file."""
        name = self.prompt.line(
            question, check=lambda text: "" if text.strip() else "ファイルを指定してください。"
        )
        form = self.context.guideline.form_for("policy")
        self.call(command, file=name, kind=form.id if form else "")

    def site(self) -> None:
        """The public pages."""
        folder = self.prompt.line(
            "書き出すフォルダー", check=lambda text: "" if text.strip() else "フォルダーを指定してください。"
        )
        self.call(exchange.site, folder=folder)

    def trash(self) -> None:
        """What is in the trash; one can be brought back."""
        trashed = self.context.repository.discarded()
        if not trashed:
            self.console.say("ごみ箱は空です。")
            return
        labels = {entry.id: f"{entry.id}（{entry.reason or '理由なし'}）" for entry in trashed}
        name = self.prompt.choice("どれを戻しますか。", {**labels, LEAVE: "戻さない"})
        if name != LEAVE:
            self.call(versions.untrash, id=name)

    def user(self) -> None:
        """Who records, and of which section."""
        context = self.context
        if context.user is None:
            identified_user(context, self.console, self.prompt)
            return
        name = self.prompt.line("お名前", context.user.name)
        section = self.prompt.line("課の名前", context.user.section)
        context.introduce(name, section)
        self.console.say("名前と課を変えました。")


class _NoUsage:
    """Stands for the parser of a command line that nobody typed."""

    def format_usage(self) -> str:
        """No usage: the menu asked."""
        return ""


def open_menu(options: AppOptions, console: Console) -> int:
    """The menu until the person leaves; Ctrl+C and Ctrl+D leave, too."""
    try:
        return Menu(options, console).run()
    except PromptStopped:
        console.say("終わります。")
        return FINE
