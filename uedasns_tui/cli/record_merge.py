"""record merge: bring in what a record's history holds and the record does not, or another copy of the records."""

from __future__ import annotations

from argparse import Namespace

from uedasns_tui.cli.context import identified_user, load_record, open_for_command
from uedasns_tui.cli.output import CHANGED, FINE, Console
from uedasns_tui.cli.prompt import Prompt
from uedasns_tui.records import merge
from uedasns_tui.services import record_merge
from uedasns_tui.services.context import AppContext
from uedasns_tui.services.folders import AppOptions
from uedasns_tui.services.record_merge import UnmergedVersion
from uedasns_tui.storage.record_file import SavedRecord

SIDES = {"record": "mine", "version": "theirs"}


def merge_command(options: AppOptions, arguments: Namespace, console: Console) -> int:
    """Bring in another copy, or what the history of a record holds and the record does not."""
    context = open_for_command(options, console)
    return _merge_history(context, arguments, console)


def _merge_history(context: AppContext, arguments: Namespace, console: Console) -> int:
    prompt = Prompt()
    saved = load_record(context, arguments.source, "", prompt, console)
    entries = record_merge.unmerged(context, saved)
    rows = [_row(context, saved, entry) for entry in entries]
    if not entries:
        console.data({"id": saved.record.id, "versions": []})
        console.say(f"{saved.record.id} に入っていない保存はありません。")
        return FINE
    for entry in entries:
        _show(context, saved, entry, console)
    asks = arguments.take == "" and any(entry.conflicts or entry.conflict is None for entry in entries)
    if asks and (console.json or not prompt.can_ask):
        console.data({"id": saved.record.id, "versions": rows})
        console.fault(
            "両方で書きかえた項目があります。--take record（今の記録を残す）か --take version（版のほうを取る）を付けるか、"
            "端末か画面で項目ごとに選んでください。何も変えていません。"
        )
        return CHANGED
    identified_user(context, console, prompt)
    for entry in entries:
        picked = {
            conflict.path: SIDES.get(arguments.take) or _ask(context, saved, conflict, prompt)
            for conflict in entry.conflicts
        }
        saved = record_merge.merge_unmerged(context, saved, entry, picked).kept
        console.say(f"{entry.at} の保存を合わせました。選ばなかったほうの内容も版に残っています。")
    console.data({"id": saved.record.id, "versions": [{**row, "merged": True} for row in rows]})
    return FINE


def _row(context: AppContext, saved: SavedRecord, entry: UnmergedVersion) -> dict[str, object]:
    return {
        "at": entry.at,
        "who": entry.who,
        "changes": [
            {"label": change.label, "record": change.before, "version": change.after}
            for change in entry.changes
        ],
        "conflicts": [
            record_merge.conflict_label(context, saved.record.kind, conflict.path)
            for conflict in entry.conflicts
        ],
        "merged": False,
    }


def _show(context: AppContext, saved: SavedRecord, entry: UnmergedVersion, console: Console) -> None:
    console.say(f"{saved.record.id} に入っていない保存: {entry.at} {entry.who}".rstrip())
    if entry.conflict is None:
        console.say("  この版は読めません。合わせずに、版の中に残します。")
    both = {
        record_merge.conflict_label(context, saved.record.kind, conflict.path) for conflict in entry.conflicts
    }
    for change in entry.changes:
        console.say(f"  {change.label}" + ("（両方で書きかえています）" if change.label in both else ""))
        console.say(f"    記録: {change.before or '（なし）'}")
        console.say(f"    版: {change.after or '（なし）'}")


def _ask(context: AppContext, saved: SavedRecord, conflict: merge.MergeConflict, prompt: Prompt) -> str:
    label = record_merge.conflict_label(context, saved.record.kind, conflict.path)
    return prompt.choice(
        f"{label}（元: {conflict.before or 'なし'}）",
        {"mine": f"記録: {conflict.mine or 'なし'}", "theirs": f"版: {conflict.theirs or 'なし'}"},
    )
