"""record merge: bring in what a record's history holds and the record does not, or another copy of the records."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from uedasns_tui.cli import common_arguments
from uedasns_tui.cli.answer_draft import answer_draft
from uedasns_tui.cli.context import identified_user, load_record, open_for_command
from uedasns_tui.cli.output import CHANGED, FINE, FOUND, HELD, Console, problem_rows
from uedasns_tui.cli.parser import command
from uedasns_tui.cli.prompt import Prompt
from uedasns_tui.records import merge
from uedasns_tui.services import record_actions, record_merge
from uedasns_tui.services.context import AppContext
from uedasns_tui.services.folders import AppOptions
from uedasns_tui.services.record_merge import SourceReport, UnmergedVersion
from uedasns_tui.storage import record_copies
from uedasns_tui.storage.record_copies import MergeOutcome
from uedasns_tui.storage.record_file import SavedRecord

SIDES = {"record": "mine", "version": "theirs"}


def _merge_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "source",
        metavar="写し・ID",
        help="控えの zip、記録のフォルダー、同期の競合コピーのファイル、または記録の ID（入っていない保存を合わせる）",
    )
    parser.add_argument(
        "--take",
        choices=("record", "version"),
        default="",
        help="両方で書き換えた項目は、今の記録（record）か、入っていない版（version）を取る",
    )
    common_arguments.yes(parser)


@command("record merge", "別の写しや、記録に入っていない保存を合わせる", _merge_arguments)
def merge_command(options: AppOptions, arguments: Namespace, console: Console) -> int:
    """Bring in another copy, or what the history of a record holds and the record does not."""
    context = open_for_command(options, console)
    source = Path(arguments.source).expanduser()
    if source.exists() or source.suffix or len(source.parts) > 1:
        return _merge_source(context, source.absolute(), arguments, console)
    return _merge_history(context, arguments, console)


def _merge_source(context: AppContext, source: Path, arguments: Namespace, console: Console) -> int:
    prompt = Prompt()
    report = record_merge.merge_source(context, source, write=False)
    _show_report(context, report, console)
    if report.count(*record_copies.CHANGING) == 0 and not record_merge.is_record_file(source):
        _data(context, report, console, merged=False)
        console.say("合わせるものはありません。")
        return HELD if _faults(report) else FINE
    if not arguments.yes and not (prompt.can_ask and not console.json and prompt.yes("合わせますか")):
        _data(context, report, console, merged=False)
        console.say("まだ何も変えていません。合わせるときは --yes を付けてください。")
        return FINE
    identified_user(context, console, prompt)
    report = record_merge.merge_source(context, source, write=True)
    _data(context, report, console, merged=True)
    console.say(
        f"合わせました: 加えたもの {report.count(record_copies.ADDED)}、新しくしたもの {report.count(record_copies.UPDATED)}、"
        f"両方を合わせたもの {report.count(record_copies.MERGED)}、選ぶもの {report.count(record_copies.CONFLICT)}"
    )
    for outcome in report.outcomes:
        if outcome.outcome == record_copies.CONFLICT:
            console.say(
                f"  両方の内容を残しています。画面で開くか、record merge {outcome.record.id} で選んでください。"
            )
    return CHANGED if report.count(record_copies.CONFLICT) else FOUND if _faults(report) else FINE


def _faults(report: SourceReport) -> bool:
    return any(problem.severity == "error" for problem in report.problems)


def _show_report(context: AppContext, report: SourceReport, console: Console) -> None:
    for outcome in report.outcomes:
        if outcome.outcome not in (record_copies.SAME, record_copies.OLDER):
            console.say(
                f"{record_merge.outcome_text(outcome)}: {outcome.record.id}（{_title(context, outcome)}）"
            )
        for conflict in outcome.conflicts:
            place = (context, outcome.record.kind, conflict.path)
            console.say(f"  {record_merge.conflict_label(*place)}")
            console.say(f"    ここ: {record_merge.conflict_text(*place, conflict.mine)}")
            console.say(f"    写し: {record_merge.conflict_text(*place, conflict.theirs)}")
    console.say(
        f"同じもの {report.count(record_copies.SAME)}、ここのほうが新しいもの {report.count(record_copies.OLDER)}"
    )
    if not console.json:
        console.problems(report.problems)


def _title(context: AppContext, outcome: MergeOutcome) -> str:
    known = outcome.record.kind in context.guideline.forms
    return record_actions.title(context, outcome.record) if known else outcome.record.kind


def _data(context: AppContext, report: SourceReport, console: Console, merged: bool) -> None:
    rows = [
        {
            "id": outcome.record.id,
            "kind": outcome.record.kind,
            "outcome": outcome.outcome,
            "conflicts": [
                {
                    "label": record_merge.conflict_label(context, outcome.record.kind, conflict.path),
                    "here": conflict.mine,
                    "copy": conflict.theirs,
                }
                for conflict in outcome.conflicts
            ],
        }
        for outcome in report.outcomes
    ]
    console.data({"records": rows, "problems": problem_rows(report.problems), "merged": merged})


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
            "両方で書き換えた項目があります。--take record（今の記録を残す）か --take version（版のほうを取る）を付けるか、"
            "--take を付けずに問いに答えるか、画面で項目ごとに選んでください。何も変えていません。"
        )
        return CHANGED
    identified_user(context, console, prompt)
    for entry in entries:
        sides: dict[str, str] = {}
        name = f"merge/{entry.version.path.stem}/{saved.record.id}"
        with answer_draft(context, prompt, name, sides, asks):
            picked = {}
            for conflict in entry.conflicts:
                place = "/".join(conflict.path)
                sides[place] = SIDES.get(arguments.take) or _ask(
                    context, saved, conflict, prompt, sides.get(place, "")
                )
                picked[conflict.path] = sides[place]
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
        console.say(f"  {change.label}" + ("（両方で書き換えています）" if change.label in both else ""))
        console.say(f"    記録: {change.before or '（なし）'}")
        console.say(f"    版: {change.after or '（なし）'}")


def _ask(
    context: AppContext, saved: SavedRecord, conflict: merge.MergeConflict, prompt: Prompt, present: str
) -> str:
    place = (context, saved.record.kind, conflict.path)
    mine, theirs = (record_merge.conflict_text(*place, side) for side in (conflict.mine, conflict.theirs))
    return prompt.choice(
        f"{record_merge.conflict_label(*place)}（元: {conflict.before or 'なし'}）",
        {"mine": f"記録: {mine}", "theirs": f"版: {theirs}"},
        present,
    )
