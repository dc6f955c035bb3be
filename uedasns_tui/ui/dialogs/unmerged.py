"""Before a record opens whose history holds more than the record: both texts, and whether to merge them now."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from textual.app import App

from uedasns_tui.services import record_merge
from uedasns_tui.services.context import AppContext
from uedasns_tui.services.record_merge import UnmergedVersion
from uedasns_tui.storage.errors import StorageError
from uedasns_tui.storage.record_file import SavedRecord
from uedasns_tui.ui.dialogs.dialog import ConfirmDialog
from uedasns_tui.ui.dialogs.identify_user import with_user
from uedasns_tui.ui.dialogs.merge_conflict import ConflictChoice, MergeConflictDialog

SIDES = ("今の記録", "入っていない版")


def offer_merge(
    app: App[Any], context: AppContext, saved: SavedRecord, after: Callable[[SavedRecord], None]
) -> None:
    """Ask about each version that the record was not made of, then go on with `after`. Raises StorageError."""
    entries = record_merge.unmerged(context, saved)
    if not entries:
        after(saved)
        return
    entry = entries[0]

    def chosen(choice: str | None) -> None:
        if choice == "open":
            after(saved)
        elif choice == "merge":
            with_user(app, context, lambda: _merge(app, context, saved, entry, after))

    choices = {"merge": "合わせる", "open": "合わせずに開く"}
    app.push_screen(ConfirmDialog("この記録に入っていない保存があります。", _body(entry), choices), chosen)


def _body(entry: UnmergedVersion) -> str:
    lines = [f"{entry.at} {entry.who}".rstrip()]
    for change in entry.changes:
        lines += [
            change.label,
            f"  記録: {change.before or '（なし）'}",
            f"  版: {change.after or '（なし）'}",
        ]
    if entry.conflict is None:
        lines.append("この版は読めません。合わせても、版の中に残ります。")
    return "\n".join(lines)


def offer_copy(app: App[Any], context: AppContext, path: Path, after: Callable[[str], None]) -> None:
    """Ask about another copy of a record, that a sync program left, and bring it in; `after` opens the record. Raises
    StorageError."""
    report = record_merge.merge_source(context, path, write=False)

    def merge() -> None:
        try:
            record_merge.merge_source(context, path, write=True)
        except StorageError as error:
            app.notify(str(error), severity="error", timeout=15)
            return
        choice = any(outcome.conflicts for outcome in report.outcomes)
        app.notify("写しはごみ箱へ移しました。" + "どちらの内容にするかを選んでください。" * choice)
        app.look()  # type: ignore[attr-defined]
        after(report.outcomes[0].record.id)

    def chosen(choice: str | None) -> None:
        if choice == "merge":
            with_user(app, context, merge)

    lines = [path.name, *(record_merge.outcome_text(outcome) for outcome in report.outcomes)]
    for outcome in report.outcomes:
        for conflict in outcome.conflicts:
            label = record_merge.conflict_label(context, outcome.record.kind, conflict.path)
            lines += [
                label,
                f"  記録: {conflict.mine or '（なし）'}",
                f"  写し: {conflict.theirs or '（なし）'}",
            ]
    lines += map(str, report.problems)
    choices = {"merge": "合わせる", "leave": "合わせない"} if report.outcomes else {"leave": "閉じる"}
    app.push_screen(ConfirmDialog("記録のもう1つの写しがあります。", "\n".join(lines), choices), chosen)


def _merge(
    app: App[Any],
    context: AppContext,
    saved: SavedRecord,
    entry: UnmergedVersion,
    after: Callable[[SavedRecord], None],
) -> None:
    def resolved(choice: ConflictChoice | None) -> None:
        if choice is not None:
            attempt(lambda: context.repository.save(choice.record, saved, (entry.version.digest,)).kept)

    def attempt(save: Callable[[], SavedRecord]) -> None:
        try:
            merged = save()
        except StorageError as error:
            app.notify(str(error), severity="error", timeout=15)
            return
        app.notify("合わせました。選ばなかったほうの内容も版に残っています。")
        app.look()  # type: ignore[attr-defined]
        offer_merge(app, context, merged, after)

    if entry.conflict is not None and entry.conflicts:
        app.push_screen(MergeConflictDialog(context, entry.conflict, SIDES), resolved)
    else:
        attempt(lambda: record_merge.merge_unmerged(context, saved, entry, {}).kept)
