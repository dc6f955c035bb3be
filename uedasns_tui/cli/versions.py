"""record history, diff, restore, purge; trash list, restore, empty; backup and restore."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from uedasns_tui.cli import common_arguments
from uedasns_tui.cli.context import identified_user, load_record, open_for_command, record_id
from uedasns_tui.cli.output import FINE, FOUND, Console, OutputColumn
from uedasns_tui.cli.parser import UsageError, command
from uedasns_tui.cli.prompt import Prompt
from uedasns_tui.cli.record_output import log_pairs, print_saved
from uedasns_tui.japanese import local_time
from uedasns_tui.services import changes, version_history
from uedasns_tui.services.folders import AppOptions
from uedasns_tui.storage import backup as packing
from uedasns_tui.storage.trash import TrashedRecord


@command("record history", "記録の版を並べる", common_arguments.record_id)
def history(options: AppOptions, arguments: Namespace, console: Console) -> int:
    """Every kept version, the newest first."""
    context = open_for_command(options, console)
    name = record_id(context, arguments.id, "", Prompt(), console)
    saved = context.repository.try_load(name)
    if saved is None and not context.repository.versions(name):
        context.repository.load(name)
    if not console.json and saved is not None:
        console.say("経過（新しい順）")
        console.pairs(log_pairs(context, saved.record))
        console.say("版（新しい順）")
    return console.listing(
        version_history.history(context, name),
        (
            OutputColumn("number", "版"),
            OutputColumn("at", "日時"),
            OutputColumn("who", "誰が"),
            OutputColumn("changes", "今と違う項目", lambda version: len(version.changes), _changes),
        ),
    )


def _changes(version: version_history.VersionInfo) -> str:
    return str(len(version.changes)) if version.record else "読めません"


def _diff_arguments(parser: ArgumentParser) -> None:
    common_arguments.record_id(parser)
    parser.add_argument("versions", nargs="*", metavar="版", help="版の番号（history に出るもの）を 2 つまで")


@command("record diff", "版の違いを見る", _diff_arguments)
def diff(options: AppOptions, arguments: Namespace, console: Console) -> int:
    """What differs between two versions, or between one and the record now."""
    context = open_for_command(options, console)
    name = record_id(context, arguments.id, "", Prompt(), console)
    by_number = {row.number: row for row in version_history.history(context, name)}
    wanted = arguments.versions or [min(by_number, key=int)] if by_number else []
    chosen = [_version(by_number, number) for number in wanted]
    after = chosen[1].record if len(chosen) > 1 else load_record(context, name, "", Prompt(), console).record
    before = chosen[0].record if chosen else None
    if before is None or after is None:
        raise UsageError("比べられる版がありません。", "")
    rows = changes.differences(context, before, after)
    columns = [OutputColumn(key) for key in ("label", "before", "after")]
    console.listing(rows, columns, none="違いはありません。", lines=_difference_lines)
    return FOUND if rows else FINE


def _difference_lines(row: changes.LabelledChange) -> tuple[str, ...]:
    return row.label, f"  前: {row.before or '（なし）'}", f"  後: {row.after or '（なし）'}"


def _version(by_number: dict[str, version_history.VersionInfo], number: str) -> version_history.VersionInfo:
    if number not in by_number:
        raise UsageError(f"版 {number} はありません。record history で番号を確かめてください。", "")
    return by_number[number]


def _restore_arguments(parser: ArgumentParser) -> None:
    common_arguments.record_id(parser)
    parser.add_argument("number", metavar="版", help="版の番号（history に出るもの）")


@command("record restore", "前の版に戻す", _restore_arguments)
def restore(options: AppOptions, arguments: Namespace, console: Console) -> int:
    """Bring a version back; the present one stays in the history."""
    context = open_for_command(options, console)
    identified_user(context, console, Prompt())
    name = record_id(context, arguments.id, "", Prompt(), console)
    by_number = {version.number: version for version in version_history.history(context, name)}
    return print_saved(
        context, context.repository.bring_back(_version(by_number, arguments.number).version), console
    )


def _purge_arguments(parser: ArgumentParser) -> None:
    common_arguments.record_id(parser)
    parser.add_argument("--reason", required=True, metavar="理由", help="消す理由（記録に残ります）")
    parser.add_argument("--yes", action="store_true", help="確認を聞かずに消す")


@command("record purge", "すべての控えから完全に消す", _purge_arguments)
def purge(options: AppOptions, arguments: Namespace, console: Console) -> int:
    """Take a record out of every copy, leaving date, person and reason."""
    context = open_for_command(options, console)
    prompt = Prompt()
    identified_user(context, console, prompt)
    name = record_id(context, arguments.id, "", prompt, console)
    if (
        arguments.yes and name != arguments.id
    ):  # part of a title may fit another record than the one that is meant
        raise UsageError(
            f"聞かずに完全に消すときは、ID で指定してください（{name} のことですか）。何も消していません。",
            "",
        )
    called = name if name == arguments.id else f"{name}（{arguments.id}）"
    if not arguments.yes and not (
        prompt.can_ask
        and prompt.yes(f"{called} を、履歴・ごみ箱・書きかけも含めて完全に消しますか。元に戻せません")
    ):
        raise UsageError("確認が必要です。問いに答えるか、--yes を付けてください。何も消していません。", "")
    done = context.repository.purge(name, arguments.reason, context.drafts)
    console.data({"id": done.id, "at": done.at.isoformat(), "copies": done.count})
    console.say(f"{done.id} を {done.count} か所から消しました。日付・消した人・理由だけを残しています。")
    console.say("backup で取った控えの中のものは、そのまま残っています。")
    return FINE


@command("trash list", "ごみ箱の中を並べる")
def trash(options: AppOptions, arguments: Namespace, console: Console) -> int:  # noqa: ARG001
    """What is in the trash."""
    context = open_for_command(options, console)
    return console.listing(
        context.repository.discarded(),
        (
            OutputColumn("id", "ID"),
            OutputColumn("kind", "種類"),
            OutputColumn("at", "日時", lambda entry: entry.at.isoformat(), _minute),
            OutputColumn("", "誰が", lambda entry: entry.who.name if entry.who else ""),
            OutputColumn("reason", "理由"),
        ),
        none="ごみ箱は空です。",
    )


def _minute(entry: TrashedRecord) -> str:
    return f"{local_time.local(entry.at):%Y-%m-%d %H:%M}"


def _delete_arguments(parser: ArgumentParser) -> None:
    common_arguments.record_id(parser)
    parser.add_argument("--reason", default="", metavar="理由", help="移す理由")


@command("record delete", "ごみ箱へ移す", _delete_arguments)
def discard(options: AppOptions, arguments: Namespace, console: Console) -> int:
    """Move a record to the trash."""
    context = open_for_command(options, console)
    identified_user(context, console, Prompt())
    name = record_id(context, arguments.id, "", Prompt(), console)
    trashed = context.repository.delete(name, arguments.reason)
    console.data({"id": trashed.id, "path": str(trashed.path)})
    console.say(f"{trashed.id} をごみ箱へ移しました。trash restore {trashed.id} で戻せます。")
    return FINE


@command("trash restore", "ごみ箱から戻す", common_arguments.record_id)
def untrash(options: AppOptions, arguments: Namespace, console: Console) -> int:
    """Bring a record back from the trash, the newest of that id."""
    context = open_for_command(options, console)
    trashed = [entry for entry in context.repository.discarded() if entry.id == arguments.id]
    if not trashed:
        raise UsageError(f"「{arguments.id}」はごみ箱にありません。", "")
    path = context.repository.restore(max(trashed, key=lambda entry: entry.at))
    console.data({"path": str(path)})
    console.say(f"戻しました: {path}")
    return FINE


@command("trash empty", "ごみ箱を空にする", common_arguments.yes)
def empty(options: AppOptions, arguments: Namespace, console: Console) -> int:
    """Empty the trash; the history of what was in it stays."""
    context = open_for_command(options, console)
    prompt = Prompt()
    trashed = context.repository.discarded()
    if (
        trashed
        and not arguments.yes
        and not (prompt.can_ask and prompt.yes(f"ごみ箱の {len(trashed)} 件を消しますか"))
    ):
        raise UsageError("確認が必要です。問いに答えるか、--yes を付けてください。何も消していません。", "")
    count = context.repository.empty_trash()
    console.data({"removed": count})
    console.say(f"{count} 件を消しました（履歴は残っています）。")
    return FINE


def _file_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar="ファイル", help="控えの zip ファイル")
    common_arguments.yes(parser)


@command("backup", "記録の控えを zip に取る", _file_arguments)
def backup(options: AppOptions, arguments: Namespace, console: Console) -> int:
    """Everything in the data folder as one zip with checksums."""
    context = open_for_command(options, console)
    done = packing.backup(
        context.repository.root, Path(arguments.file).expanduser().absolute(), context.clock()
    )
    left_out = (*done.left_out, *done.unread)
    console.data({"file": str(done.file), "count": done.count, "left_out": list(left_out)})
    console.say(f"控えを取りました: {done.file}（{done.count} ファイル）")
    for name in done.left_out:
        console.say(f"入れなかったもの: {name}")
    for name in done.unread:
        console.fault(f"読めないため、控えに入っていないもの: {name}")
    return FOUND if done.unread else FINE


@command("restore", "控えから記録を戻す", _file_arguments)
def unpack(options: AppOptions, arguments: Namespace, console: Console) -> int:
    """Bring a backup back: into an empty folder at once, else after a preview."""
    context = open_for_command(options, console)
    prompt = Prompt()
    file = Path(arguments.file).expanduser().absolute()
    seen = packing.restore_preview(file, context.repository.root)
    console.say(
        f"加えるもの {len(seen.add)}、置き換えるもの {len(seen.replace)}、同じもの {len(seen.same)}、消したままにするもの {len(seen.purged)}"
    )
    others = seen.others(context.repository.kinds)
    for name in others:
        console.say(f"  記録ではないものを加える: {name}")
    for name in seen.replace:
        console.say(f"  置き換える: {name}")
    if seen.replace:
        console.say("置き換えずに、両方の変更を合わせるときは、record merge を使ってください。")
    question = (
        "置き換えますか（今のものは .trash に残します）" if seen.replace else "記録ではないものも加えますか"
    )
    asks = (seen.replace or others) and not arguments.yes
    if asks and not (prompt.can_ask and prompt.yes(question)):
        raise UsageError("確認が必要です。問いに答えるか、--yes を付けてください。何も変えていません。", "")
    done = packing.restore_backup(file, context.repository.root, context.clock(), seen)
    console.data({"added": list(done.add), "replaced": list(done.replace)})
    console.say("控えから戻しました。")
    return FINE
