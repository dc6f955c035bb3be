"""record history, diff, restore, purge; trash list, restore, empty; backup and restore: what is kept, from the line."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from uedasns_tui.cli.context import identified_user, open_for_command
from uedasns_tui.cli.output import FINE, FOUND, Console
from uedasns_tui.cli.parser import UsageError
from uedasns_tui.cli.prompt import Prompt
from uedasns_tui.cli.record_output import print_saved
from uedasns_tui.japanese import local_time
from uedasns_tui.services import version_history
from uedasns_tui.services.folders import AppOptions
from uedasns_tui.storage import backup as packing


def history(options: AppOptions, given: Namespace, speaker: Console) -> int:
    """Every kept version, the newest first."""
    context = open_for_command(options, speaker)
    found = version_history.history(context, given.id)
    speaker.data(
        [{"number": one.number, "at": one.at, "who": one.who, "changes": len(one.changes)} for one in found]
    )
    speaker.table(
        ("版", "日時", "だれが", "今と違う項目"),
        [
            (one.number, one.at, one.who, str(len(one.changes)) if one.record else "読めません")
            for one in found
        ],
    )
    return FINE


def diff(options: AppOptions, given: Namespace, speaker: Console) -> int:
    """What differs between two versions, or between one and the record now."""
    context = open_for_command(options, speaker)
    found = {one.number: one for one in version_history.history(context, given.id)}
    wanted = given.versions or [min(found, key=int)] if found else []
    chosen = [_version(found, number) for number in wanted]
    after = chosen[1].record if len(chosen) > 1 else context.repository.load(given.id).record
    before = chosen[0].record if chosen else None
    if before is None or after is None:
        speaker.fault("比べられる版がありません。")
        return FOUND
    rows = version_history.differences(context, before, after)
    speaker.data([vars(one) for one in rows])
    for one in rows:
        speaker.say(one.label)
        speaker.say(f"  前: {one.before or '（なし）'}")
        speaker.say(f"  後: {one.after or '（なし）'}")
    if not rows:
        speaker.say("違いはありません。")
    return FOUND if rows else FINE


def _version(found: dict[str, version_history.VersionInfo], number: str) -> version_history.VersionInfo:
    if number not in found:
        raise UsageError(f"版 {number} はありません。record history で番号を確かめてください。", "")
    return found[number]


def restore(options: AppOptions, given: Namespace, speaker: Console) -> int:
    """Bring a version back; the present one stays in the history."""
    context = open_for_command(options, speaker)
    identified_user(context, speaker, Prompt())
    found = {one.number: one for one in version_history.history(context, given.id)}
    return print_saved(context, context.repository.bring_back(_version(found, given.number).version), speaker)


def purge(options: AppOptions, given: Namespace, speaker: Console) -> int:
    """Take a record out of every copy, leaving date, person and reason."""
    context = open_for_command(options, speaker)
    asker = Prompt()
    identified_user(context, speaker, asker)
    if not given.yes and not (
        asker.can_ask
        and asker.yes(f"{given.id} を、履歴・ごみ箱・書きかけも含めて完全に消しますか。元に戻せません")
    ):
        raise UsageError("確認が要ります。端末で答えるか、--yes を付けてください。何も消していません。", "")
    done = context.repository.purge(given.id, given.reason, context.drafts)
    speaker.data({"id": done.id, "at": done.at.isoformat(), "copies": done.count})
    speaker.say(f"{done.id} を {done.count} か所から消しました。日付・消した人・理由だけを残しています。")
    speaker.say("backup で取った控えの中のものは、そのまま残っています。")
    return FINE


def trash(options: AppOptions, given: Namespace, speaker: Console) -> int:  # noqa: ARG001
    """What is in the trash."""
    context = open_for_command(options, speaker)
    found = context.repository.discarded()
    speaker.data(
        [{"id": one.id, "kind": one.kind, "at": one.at.isoformat(), "reason": one.reason} for one in found]
    )
    speaker.table(
        ("ID", "種類", "日時", "だれが", "理由"),
        [
            (
                one.id,
                one.kind,
                f"{local_time.local(one.at):%Y-%m-%d %H:%M}",
                one.who.name if one.who else "",
                one.reason,
            )
            for one in found
        ],
    )
    if not found:
        speaker.say("ごみ箱は空です。")
    return FINE


def discard(options: AppOptions, given: Namespace, speaker: Console) -> int:
    """Move a record to the trash."""
    context = open_for_command(options, speaker)
    identified_user(context, speaker, Prompt())
    one = context.repository.delete(given.id, given.reason)
    speaker.data({"id": one.id, "path": str(one.path)})
    speaker.say(f"{one.id} をごみ箱へ移しました。trash restore {one.id} で戻せます。")
    return FINE


def untrash(options: AppOptions, given: Namespace, speaker: Console) -> int:
    """Bring a record back from the trash, the newest of that id."""
    context = open_for_command(options, speaker)
    found = [one for one in context.repository.discarded() if one.id == given.id]
    if not found:
        raise UsageError(f"「{given.id}」はごみ箱にありません。", "")
    path = context.repository.restore(max(found, key=lambda one: one.at))
    speaker.data({"path": str(path)})
    speaker.say(f"戻しました: {path}")
    return FINE


def empty(options: AppOptions, given: Namespace, speaker: Console) -> int:
    """Empty the trash; the history of what was in it stays."""
    context = open_for_command(options, speaker)
    asker = Prompt()
    found = context.repository.discarded()
    if found and not given.yes and not (asker.can_ask and asker.yes(f"ごみ箱の {len(found)} 件を消しますか")):
        raise UsageError("確認が要ります。端末で答えるか、--yes を付けてください。何も消していません。", "")
    count = context.repository.empty_trash()
    speaker.data({"removed": count})
    speaker.say(f"{count} 件を消しました（履歴は残っています）。")
    return FINE


def backup(options: AppOptions, given: Namespace, speaker: Console) -> int:
    """Everything in the data folder as one zip with checksums."""
    context = open_for_command(options, speaker)
    done = packing.backup(context.repository.root, Path(given.file).expanduser().absolute(), context.clock())
    speaker.data({"file": str(done.file), "count": done.count, "left_out": list(done.left_out)})
    speaker.say(f"控えを取りました: {done.file}（{done.count} ファイル）")
    for name in done.left_out:
        speaker.say(f"入れなかったもの: {name}")
    return FINE


def unpack(options: AppOptions, given: Namespace, speaker: Console) -> int:
    """Bring a backup back: into an empty folder at once, else after a preview."""
    context = open_for_command(options, speaker)
    asker = Prompt()
    file = Path(given.file).expanduser().absolute()
    seen = packing.restore_preview(file, context.repository.root)
    speaker.say(
        f"加えるもの {len(seen.add)}、置きかえるもの {len(seen.replace)}、同じもの {len(seen.same)}、消したままにするもの {len(seen.purged)}"
    )
    for name in seen.replace:
        speaker.say(f"  置きかえる: {name}")
    if (
        seen.replace
        and not given.yes
        and not (asker.can_ask and asker.yes("置きかえますか（今のものは .trash に残します）"))
    ):
        raise UsageError("確認が要ります。端末で答えるか、--yes を付けてください。何も変えていません。", "")
    done = packing.restore_backup(file, context.repository.root, context.clock(), seen)
    speaker.data({"added": list(done.add), "replaced": list(done.replace)})
    speaker.say("控えから戻しました。")
    return FINE
