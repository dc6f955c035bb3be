"""record history, diff, restore, purge; trash list, restore, empty; backup and restore: what is kept, from the line."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from uedasns_tui.cli.ask import Asker
from uedasns_tui.cli.grammar import Usage
from uedasns_tui.cli.opening import introduced, opened
from uedasns_tui.cli.show import told
from uedasns_tui.cli.speak import FINE, FOUND, Speaker
from uedasns_tui.desk import keeping
from uedasns_tui.desk.folders import Options
from uedasns_tui.japanese import local_time
from uedasns_tui.store import backup as packing


def history(options: Options, given: Namespace, speaker: Speaker) -> int:
    """Every kept version, the newest first."""
    desk = opened(options, speaker)
    found = keeping.history(desk, given.id)
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


def diff(options: Options, given: Namespace, speaker: Speaker) -> int:
    """What differs between two versions, or between one and the record now."""
    desk = opened(options, speaker)
    found = {one.number: one for one in keeping.history(desk, given.id)}
    wanted = given.versions or [min(found, key=int)] if found else []
    chosen = [_version(found, number) for number in wanted]
    after = chosen[1].record if len(chosen) > 1 else desk.store.load(given.id).record
    before = chosen[0].record if chosen else None
    if before is None or after is None:
        speaker.fault("比べられる版がありません。")
        return FOUND
    rows = keeping.differences(desk, before, after)
    speaker.data([vars(one) for one in rows])
    for one in rows:
        speaker.say(one.label)
        speaker.say(f"  前: {one.before or '（なし）'}")
        speaker.say(f"  後: {one.after or '（なし）'}")
    if not rows:
        speaker.say("違いはありません。")
    return FOUND if rows else FINE


def _version(found: dict[str, keeping.Past], number: str) -> keeping.Past:
    if number not in found:
        raise Usage(f"版 {number} はありません。record history で番号を確かめてください。", "")
    return found[number]


def restore(options: Options, given: Namespace, speaker: Speaker) -> int:
    """Bring a version back; the present one stays in the history."""
    desk = opened(options, speaker)
    introduced(desk, speaker, Asker())
    found = {one.number: one for one in keeping.history(desk, given.id)}
    return told(desk, desk.store.bring_back(_version(found, given.number).version), speaker)


def purge(options: Options, given: Namespace, speaker: Speaker) -> int:
    """Take a record out of every copy, leaving date, person and reason."""
    desk = opened(options, speaker)
    asker = Asker()
    introduced(desk, speaker, asker)
    if not given.yes and not (
        asker.can_ask
        and asker.yes(f"{given.id} を、履歴・ごみ箱・書きかけも含めて完全に消しますか。元に戻せません")
    ):
        raise Usage("確認が要ります。端末で答えるか、--yes を付けてください。何も消していません。", "")
    done = desk.store.purge(given.id, given.reason, desk.drafts)
    speaker.data({"id": done.id, "at": done.at.isoformat(), "copies": done.count})
    speaker.say(f"{done.id} を {done.count} か所から消しました。日付・消した人・理由だけを残しています。")
    speaker.say("backup で取った控えの中のものは、そのまま残っています。")
    return FINE


def trash(options: Options, given: Namespace, speaker: Speaker) -> int:  # noqa: ARG001
    """What is in the trash."""
    desk = opened(options, speaker)
    found = desk.store.discarded()
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


def discard(options: Options, given: Namespace, speaker: Speaker) -> int:
    """Move a record to the trash."""
    desk = opened(options, speaker)
    introduced(desk, speaker, Asker())
    one = desk.store.delete(given.id, given.reason)
    speaker.data({"id": one.id, "path": str(one.path)})
    speaker.say(f"{one.id} をごみ箱へ移しました。trash restore {one.id} で戻せます。")
    return FINE


def untrash(options: Options, given: Namespace, speaker: Speaker) -> int:
    """Bring a record back from the trash, the newest of that id."""
    desk = opened(options, speaker)
    found = [one for one in desk.store.discarded() if one.id == given.id]
    if not found:
        raise Usage(f"「{given.id}」はごみ箱にありません。", "")
    path = desk.store.restore(max(found, key=lambda one: one.at))
    speaker.data({"path": str(path)})
    speaker.say(f"戻しました: {path}")
    return FINE


def empty(options: Options, given: Namespace, speaker: Speaker) -> int:
    """Empty the trash; the history of what was in it stays."""
    desk = opened(options, speaker)
    asker = Asker()
    found = desk.store.discarded()
    if found and not given.yes and not (asker.can_ask and asker.yes(f"ごみ箱の {len(found)} 件を消しますか")):
        raise Usage("確認が要ります。端末で答えるか、--yes を付けてください。何も消していません。", "")
    count = desk.store.empty_trash()
    speaker.data({"removed": count})
    speaker.say(f"{count} 件を消しました（履歴は残っています）。")
    return FINE


def backup(options: Options, given: Namespace, speaker: Speaker) -> int:
    """Everything in the data folder as one zip with checksums."""
    desk = opened(options, speaker)
    done = packing.backup(desk.store.root, Path(given.file).expanduser().absolute(), desk.clock())
    speaker.data({"file": str(done.file), "count": done.count, "left_out": list(done.left_out)})
    speaker.say(f"控えを取りました: {done.file}（{done.count} ファイル）")
    for name in done.left_out:
        speaker.say(f"入れなかったもの: {name}")
    return FINE


def unpack(options: Options, given: Namespace, speaker: Speaker) -> int:
    """Bring a backup back: into an empty folder at once, else after a preview."""
    desk = opened(options, speaker)
    asker = Asker()
    file = Path(given.file).expanduser().absolute()
    seen = packing.preview(file, desk.store.root)
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
        raise Usage("確認が要ります。端末で答えるか、--yes を付けてください。何も変えていません。", "")
    done = packing.restore(file, desk.store.root, desk.clock(), seen)
    speaker.data({"added": list(done.add), "replaced": list(done.replace)})
    speaker.say("控えから戻しました。")
    return FINE
