"""What a record's history holds and the record does not, in words: for lists, home, doctor and `record merge`."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from uedasns_tui.frozen import dataclass
from uedasns_tui.guideline.problem import Location, Problem
from uedasns_tui.japanese import local_time
from uedasns_tui.records import merge
from uedasns_tui.services.answers import STATUSES
from uedasns_tui.services.changes import LabelledChange, differences, label_of
from uedasns_tui.services.context import AppContext
from uedasns_tui.storage import record_copies
from uedasns_tui.storage.errors import UNMERGED, SaveConflict, StorageError
from uedasns_tui.storage.record_copies import MergeOutcome
from uedasns_tui.storage.record_file import SavedRecord
from uedasns_tui.storage.repository import RecordRepository, SaveResult
from uedasns_tui.storage.versions import Version

SHOWN = 3
"""Fields of which both texts are shown in a line of a list."""
LENGTH = 40
OUTCOMES = {
    "same": "記録と同じ",
    "older": "記録のほうが新しい（記録は変わりません）",
    "added": "加える",
    "updated": "新しくする",
    "merged": "両方を合わせる",
    "conflict": "両方で書き換えている（選ぶまで、ここの内容のまま）",
    "purged": "抹消したもの（入れません）",
    "deleted": "ここで削除したもの（入れません。要るなら、先に元に戻してください）",
}
"""What a copy comes to, in words."""


@dataclass(frozen=True)
class UnmergedVersion:
    """A version that a record was not made of: when and by whom, what it changes in the record (before: the record's text,
    after: the version's), and what both changed. `conflict` None: the version cannot be read."""

    version: Version
    at: str
    who: str
    changes: tuple[LabelledChange, ...]
    conflict: SaveConflict | None

    @property
    def conflicts(self) -> tuple[merge.MergeConflict, ...]:
        """What both changed."""
        return self.conflict.conflicts if self.conflict is not None else ()


def unmerged(context: AppContext, saved: SavedRecord) -> list[UnmergedVersion]:
    """The versions that a record was not made of, newest first. Raises StorageError."""
    return [_unmerged(context, saved, version) for version in context.repository.unmerged(saved)]


def _unmerged(context: AppContext, saved: SavedRecord, version: Version) -> UnmergedVersion:
    at = f"{local_time.local(version.at):%Y-%m-%d %H:%M}"
    who = version.who.name if version.who else ""
    try:
        conflict = context.repository.conflict_with(saved, version)
    except StorageError:
        return UnmergedVersion(version, at, who, (), None)
    merged = merge.resolve_conflicts(
        conflict.before, conflict.mine, conflict.theirs or conflict.mine,
        {entry.path: "theirs" for entry in conflict.conflicts},
    )  # fmt: skip
    return UnmergedVersion(version, at, who, differences(context, saved.record, merged), conflict)


@dataclass(frozen=True)
class SourceReport:
    """What bringing another copy in comes to, or came to: an outcome a record, and what is not brought in."""

    outcomes: tuple[MergeOutcome, ...]
    problems: tuple[Problem, ...]

    def count(self, *words: str) -> int:
        """How many records come to one of these."""
        return sum(outcome.outcome in words for outcome in self.outcomes)


def outcome_text(outcome: MergeOutcome) -> str:
    """What bringing a copy in comes to, in words."""
    return OUTCOMES[outcome.outcome]


def is_record_file(source: Path) -> bool:
    """Whether a source is a single file of a record, not a backup or a folder."""
    return source.is_file() and not zipfile.is_zipfile(source)


def merge_source(context: AppContext, source: Path, write: bool) -> SourceReport:
    """Bring a backup, a folder or a conflict copy in, or without `write` only say what that comes to. A conflict copy that
    lies among the records goes to the trash afterwards. Raises StorageError; what was brought in by then stays."""
    repository = context.repository
    if is_record_file(source):
        report = _each(repository, [record_copies.copy_from_file(source)], write)
        if write and not report.problems and repository.root in source.resolve().parents:
            record_copies.set_aside(repository, source.resolve())
        return report
    with record_copies.opened(source) as folder:
        report = _each(repository, record_copies.copies_in(folder, repository), write)
    return replace(report, problems=tuple(_placed(problem, folder, source) for problem in report.problems))


def _placed(problem: Problem, folder: Path, source: Path) -> Problem:
    """A Problem by its place in the copy itself, not in the folder that it was unpacked into for a while."""
    file = problem.where.file.replace(str(folder.resolve()), str(source), 1)
    message = problem.message.replace(str(folder.resolve()), str(source))
    return replace(problem, where=problem.where._replace(file=file), message=message)


def _each(
    repository: RecordRepository, copies: Iterable[record_copies.RecordCopy | Problem], write: bool
) -> SourceReport:
    act = record_copies.bring_in if write else record_copies.preview
    outcomes: list[MergeOutcome] = []
    problems: list[Problem] = []
    for copy in copies:
        if isinstance(copy, Problem):
            problems.append(copy)
            continue
        try:
            outcomes.append(act(repository, copy))
        except StorageError as error:
            problems.append(
                Problem(
                    "error", Location(f"{copy.record.kind}/{copy.record.id}"), str(error), code=error.code
                )
            )
    return SourceReport(tuple(outcomes), tuple(problems))


def conflict_label(context: AppContext, record_kind: str, path: merge.Path) -> str:
    """What a place that both changed is called."""
    form = context.guideline.forms.get(record_kind)
    if path[0] == "answer":
        return label_of(context, form, f"answer:{path[1]}")
    return label_of(context, form, path[1] if len(path) > 1 else path[0])


def conflict_text(context: AppContext, record_kind: str, path: merge.Path, value: object) -> str:
    """A side of such a place in words: an answer to an item and a choice by their labels."""
    if value is None or value == "":
        return "（なし）"
    text = "、".join(map(str, value)) if isinstance(value, list) else str(value)
    if path[0] == "answer":
        return STATUSES.get(text, text) if path[-1] == "answer" else text
    form = context.guideline.forms.get(record_kind)
    fields = form.field if form and path[0] == "values" else ()
    return next((field.choices.get(text, text) for field in fields if field.id == path[-1]), text)


def explained(context: AppContext, problems: Iterable[Problem]) -> list[Problem]:
    """The problems, with both texts where a record's history holds more than the record."""
    return [
        replace(problem, message=problem.message + _both_texts(context, problem))
        if problem.code == UNMERGED
        else problem
        for problem in problems
    ]


def _both_texts(context: AppContext, problem: Problem) -> str:
    saved = context.repository.try_load(Path(problem.where.file).stem)
    if saved is None:
        return ""
    try:
        changes = [change for entry in unmerged(context, saved) for change in entry.changes]
    except StorageError:
        return ""
    return "".join(_shown(changes))


def _shown(changes: list[LabelledChange]) -> Iterator[str]:
    for change in changes[:SHOWN]:
        yield f" {change.label}: 記録「{_cut(change.before)}」、版「{_cut(change.after)}」。"
    if len(changes) > SHOWN:
        yield f" ほか {len(changes) - SHOWN} 項目。"


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LENGTH else line[:LENGTH] + "…"


def merge_unmerged(
    context: AppContext, saved: SavedRecord, entry: UnmergedVersion, picked: Mapping[merge.Path, str]
) -> SaveResult:
    """Bring a version in. One that cannot be read stays among the versions, and is told of no more. Raises SaveConflict
    where a place that both changed is not picked, StorageError."""
    if entry.conflict is None:
        return context.repository.save(saved.record, saved, (entry.version.digest,))
    return context.repository.merge_version(saved, entry.version, picked)
