"""Saving what was answered: whatever keeps it from being saved, it stays. Used by commands that ask line by line."""

from __future__ import annotations

from uedasns_tui.cli.answer_draft import STOPPED
from uedasns_tui.cli.prompt import Prompt, PromptStopped
from uedasns_tui.records import merge
from uedasns_tui.records.record import Record
from uedasns_tui.services import drafts, record_actions
from uedasns_tui.services.context import AppContext
from uedasns_tui.storage.errors import SaveConflict, StorageError
from uedasns_tui.storage.record_file import SavedRecord
from uedasns_tui.storage.repository import SaveResult


def save_answers(
    context: AppContext, record: Record, before: SavedRecord | None, prompt: Prompt
) -> SaveResult:
    """Save; of fields that somebody else changed, too, it is asked which text stays. What cannot be saved is a draft.
    Raises SaveConflict where nobody can be asked, StorageError."""
    while True:
        try:
            saved = record_actions.save_record(context, record, before)
        except SaveConflict as conflict:
            if not prompt.can_ask or conflict.theirs is None:
                raise
            picked: dict[tuple[str, ...], str] = {}
            try:
                _pick(context, conflict, prompt, picked)
            except PromptStopped:
                # what the other changed elsewhere must not be undone by whoever goes on from the draft
                mine = merge.resolve_conflicts(conflict.before, conflict.mine, conflict.theirs, picked)
                drafts.save_draft(context, mine, conflict.kept)
                raise conflict from None
            if "theirs" in picked.values():
                context.repository.keep_version(conflict.mine)
            record = merge.resolve_conflicts(conflict.before, conflict.mine, conflict.theirs, picked)
            before = conflict.kept
        except StorageError:
            drafts.save_draft(context, record, before)
            raise
        except KeyboardInterrupt:  # while the lock was waited for
            drafts.save_draft(context, record, before)
            raise PromptStopped(STOPPED) from None
        else:
            drafts.discard_draft(context, record)
            return saved


def _pick(
    context: AppContext, conflict: SaveConflict, prompt: Prompt, picked: dict[tuple[str, ...], str]
) -> None:
    """Whose text stays, by field. Raises PromptStopped."""
    from uedasns_tui.services import record_merge

    prompt.say(f"{conflict}選ばなかったほうも、版に残ります。")
    for field in conflict.conflicts:
        place = (context, conflict.mine.kind, field.path)
        texts = {
            "mine": f"自分: {record_merge.conflict_text(*place, field.mine)}",
            "theirs": f"ほかの人: {record_merge.conflict_text(*place, field.theirs)}",
        }
        picked[field.path] = prompt.choice(record_merge.conflict_label(*place), texts)
