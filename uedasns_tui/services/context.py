"""AppContext: the composition root, for the command line, the screen and tests.

It opens the guideline, the facts, the settings and the store, and knows who I am and what time it is.
Everything that stands on several rooms takes a AppContext.
"""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import field, replace
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from uedasns_tui.frozen import dataclass
from uedasns_tui.guideline import loader
from uedasns_tui.guideline.document import Guideline
from uedasns_tui.guideline.problem import LazyProblems, Problem, known_problems
from uedasns_tui.japanese import local_time
from uedasns_tui.services.folders import (
    DEFAULT,
    AppFolders,
    AppOptions,
    config_folder,
    find_folders,
    shipped,
)
from uedasns_tui.services.settings import SharedSettings, UserSettings, read_settings, write_user_settings
from uedasns_tui.storage.data_folder import absence, absent
from uedasns_tui.storage.errors import StorageError

if TYPE_CHECKING:
    from uedasns_tui.guideline.facts_schema import Platform
    from uedasns_tui.guideline.schema import Checklist, Form, Purpose
    from uedasns_tui.records.record import Person, Record
    from uedasns_tui.storage.drafts import DraftStore

    # the rooms of records are entered when a record is first touched: one can read sooner
    from uedasns_tui.storage.index.record_index import RecordIndex
    from uedasns_tui.storage.index.rows import RecordSummary
    from uedasns_tui.storage.record_file import SavedRecord
    from uedasns_tui.storage.repository import RecordRepository

Clock = Callable[[], datetime]


class NoGuideline(Exception):
    """No guideline could be read at all; `problems` say why, file by file."""

    def __init__(self, folder: Path, problems: Sequence[Problem]) -> None:
        super().__init__(f"ガイドラインを読めませんでした（{folder}）。")
        self.problems = tuple(problems)


class Lacking(LookupError):
    """This guideline does not have what somebody asked for; the text says so, in a sentence for them."""


PURPOSE_NAMES: Mapping[str, str] = {
    "policy": "アカウントごとの方針", "post": "投稿の前の確認", "incident": "トラブルの記録"
}  # fmt: skip
"""What the program calls a form that the guideline does not have; one that it has is called by its own title."""


class UserNotIdentified(Exception):
    """Something is to be recorded and nobody has said yet who is recording."""


@dataclass
class AppContext:
    """Everything open on the context. Made by `open_desk`; tests make their own.

    `progress` is told how far a command's reading of records is (done, total). `index_followed`: somebody follows the
    files beside the work (the screen), so that who lists records need not.
    """

    folders: AppFolders
    guideline: Guideline
    problems: LazyProblems
    user_settings: UserSettings
    clock: Clock
    env: Mapping[str, str] = field(default_factory=dict)
    progress: Callable[[int, int], None] = lambda _done, _total: None
    index_followed: bool = False
    _opening: threading.RLock = field(default_factory=threading.RLock, repr=False, compare=False)

    @property
    def today(self) -> date:
        """The day it is, where the clock is; of a clock at the end of all days one that can be reckoned from."""
        return min(max(self.clock().date(), date(1900, 1, 1)), date(9000, 1, 1))

    @property
    def user(self) -> Person | None:
        """Who is working; None until they have said so."""
        if not self.user_settings.name:
            return None
        from uedasns_tui.records.record import Person

        return Person(self.user_settings.name, self.user_settings.section, os_account())

    def require_user(self) -> Person:
        """Who is working. Raises Unnamed when nobody has said."""
        if self.user is None:
            raise UserNotIdentified
        return self.user

    @cached_property
    def _facts(self) -> tuple[dict[str, Platform], list[Problem]]:
        return loader.load_platforms(self.folders.facts / "platforms")

    @property
    def platforms(self) -> dict[str, Platform]:
        """The social media that are known, by id."""
        return self._facts[0]

    @property
    def platform_problems(self) -> list[Problem]:
        """What is wrong with the files of facts."""
        return self._facts[1]

    @cached_property
    def _shared(self) -> tuple[SharedSettings, list[Problem]]:
        return read_settings(SharedSettings, self.folders.settings)

    @property
    def shared_settings(self) -> SharedSettings:
        """What all who share the records share."""
        return self._shared[0]

    @property
    def settings_problems(self) -> list[Problem]:
        """What is wrong with settings.toml."""
        return self._shared[1]

    @property
    def repository(self) -> RecordRepository:
        """The records. May be asked from any thread. Raises StorageError where a newer program has written them."""
        with self._opening:
            return self._repository

    @cached_property
    def _repository(self) -> RecordRepository:
        from uedasns_tui.storage import format_mark
        from uedasns_tui.storage.repository import RecordRepository
        from uedasns_tui.storage.versions import PruningRule

        format_mark.check(self.folders.records)
        shared = self.shared_settings
        rule = PruningRule(shared.keep_all_days, shared.keep_daily_days) if shared.keep_all_days else None
        repository = RecordRepository(
            self.folders.records,
            self.guideline.forms,
            clock=self.clock,
            who=lambda: self.user,
            make=self.folders.records_from == DEFAULT,  # a named one may be a share that is not connected
            pruning=rule,
        )
        repository.noticed = self._notice
        repository.seen = self._seen
        return repository

    @property
    def index(self) -> RecordIndex:
        """What lists show of the records, on this machine's own disk. From now on it is told of every save."""
        with self._opening:
            return self._index

    @cached_property
    def _index(self) -> RecordIndex:
        from uedasns_tui.services.record_list import schema_key
        from uedasns_tui.storage import format_mark
        from uedasns_tui.storage.index.record_index import RecordIndex
        from uedasns_tui.storage.paths import record_kinds

        format_mark.check(self.folders.records)
        kinds = record_kinds(self.guideline.forms)
        return RecordIndex(self.folders.records, self.folders.cache, kinds, self._summarise, schema_key(self))

    def _summarise(self, record: Record) -> RecordSummary:
        from uedasns_tui.services.record_summary import summarise

        return summarise(self, record)

    def _notice(self, saved: SavedRecord | Path) -> None:
        if "_index" in self.__dict__:
            self._index.noticed(saved)

    @cached_property
    def drafts(self) -> DraftStore:
        """What is typed and not saved."""
        from uedasns_tui.storage.drafts import DraftStore

        return DraftStore(self.folders.state / "drafts")

    def form(self, kind: str) -> Form:
        """The form of that id or purpose. Raises Lacking where this guideline has none."""
        form = self.guideline.forms.get(kind) or self.guideline.form_for(kind)  # type: ignore[arg-type]
        if form is None:
            raise Lacking(self.missing_form(kind))
        return form

    def form_named(self, words: str) -> Form:
        """The form of that id, purpose or title. Raises Lacking, which names those there are."""
        forms = self.guideline.forms.values()
        form = next((form for form in forms if words.strip() in (form.id, form.title, form.purpose)), None)
        if form is None:
            known = "、".join(f"{form.id}（{form.title}）" for form in forms) or "1つもありません"
            raise Lacking(f"このガイドラインには、様式「{words}」がありません（あるもの: {known}）。")
        return form

    def form_for(self, purpose: Purpose) -> Form:
        """The form of a purpose. Raises Lacking where this guideline has none."""
        return self.form(purpose)

    def form_id(self, purpose: str) -> str:
        """The id of the form of a purpose, "" where this guideline has none."""
        return next((form.id for form in self.guideline.forms.values() if form.purpose == purpose), "")

    def missing_form(self, kind: str) -> str:
        """What to say of records whose form this guideline does not have."""
        message = f"このガイドラインには「{kind}」の様式がないので、そのための操作は使えません。"
        return (self.missing_forms(kind) if kind in PURPOSE_NAMES else "") or message

    def missing_forms(self, *purposes: str) -> str:
        """What to say of the purposes that this guideline has no form for; "" where it has them all."""
        missing = [purpose for purpose in purposes if not self.form_id(purpose)]
        if not missing:
            return ""
        names = "・".join(f"「{PURPOSE_NAMES.get(purpose, purpose)}」" for purpose in missing)
        keys = "、".join(missing)
        return f"このガイドラインには、{names}の様式（forms フォルダーの purpose = {keys}）がないので、そのための操作は使えません。"

    def missing_checklists(self, *purposes: str) -> str:
        """What to say of the purposes that this guideline has no checklist for; "" where it has them all."""
        checked = {checklist.form for checklist in self.guideline.checklists.values() if checklist.keeps}
        missing = [purpose for purpose in purposes if self.form_id(purpose) not in checked]
        if not missing:
            return ""
        names = "・".join(f"「{PURPOSE_NAMES.get(purpose, purpose)}」" for purpose in missing)
        return f"このガイドラインには、{names}のチェックリストがないので、項目の確認は使えません。"

    def checklist(self, name: str) -> Checklist:
        """A checklist by id. Raises Lacking where this guideline has none."""
        if name not in self.guideline.checklists:
            named = f"チェックリスト「{name}」" if name else "この記録のためのチェックリスト"
            known = "、".join(self.guideline.checklists) or "1つもありません"
            raise Lacking(f"このガイドラインには、{named}がありません（あるもの: {known}）。")
        return self.guideline.checklists[name]

    def remember(self, **changes: object) -> None:
        """Keep changed settings of mine on disk. Raises StorageError or ValueError with the reason."""
        from uedasns_tui.storage.atomic import write_atomic

        self.user_settings = replace(self.user_settings, **changes)  # type: ignore[arg-type]
        write_user_settings(self.folders.config / "config.toml", self.user_settings, write_atomic)

    def remember_place(self, citation: str, offset: int) -> None:
        """Keep the place that one reads; a configuration that cannot be written is no reason to say anything."""
        if (citation, offset) != (self.user_settings.place, self.user_settings.place_line):
            with contextlib.suppress(StorageError, ValueError, OSError):
                self.remember(place=citation, place_line=offset)

    def require_records(self) -> None:
        """Raises RecordMissing where the records' folder is not there; my own is made at the first save."""
        if why := self.records_absence():
            raise absent(self.folders.records, why)

    def records_absence(self) -> str:
        """Why the records' folder is not there, in Japanese; "" when it is. A start does not wait for the repository."""
        if "_repository" in self.__dict__ or self.folders.records_from == DEFAULT:
            return self.repository.absence() if "_repository" in self.__dict__ else ""
        return absence(self.folders.records, self._seen)

    def _seen(self) -> bool:
        """Whether records were read from the folder before."""
        from uedasns_tui.storage.index.database import IndexUnavailable

        try:
            return self.index.count() > 0
        except IndexUnavailable:
            return False

    def introduce(self, name: str, section: str, records: str = "", create: bool = False) -> str:
        """Say who is working and where records live ("" leaves the folder as it is). A folder that is not there is
        made with `create` only. Returns what is wrong with a folder that is in use already (of another, its first
        save tells). Raises StorageError, and remembers nothing then."""
        if records:
            folders = find_folders(AppOptions(guideline=str(self.folders.guideline)), {}, records)
            if not create and (why := absence(folders.records)):
                raise absent(folders.records, why)
            self.folders = folders
            for name_of_property in ("_repository", "_index", "_shared"):
                self.__dict__.pop(name_of_property, None)
            if create:
                self.repository.prepare()
        self.remember(name=name.strip(), section=section.strip(), **({"records": records} if records else {}))
        return self.repository.place_problem() if records else ""


def os_account() -> str:
    """The operating system's account, "" where it has none."""
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return ""


def now() -> datetime:
    """The clock, in Japan's time; $UEDASNS_NOW (ISO 8601) stops it, for tests and rehearsals."""
    stopped = os.environ.get("UEDASNS_NOW", "")
    return datetime.fromisoformat(stopped) if stopped else local_time.now().replace(microsecond=0)


def open_context(
    options: AppOptions,
    env: Mapping[str, str] | None = None,
    clock: Clock = now,
    mine: UserSettings | None = None,
) -> AppContext:
    """Open the context. Raises NoGuideline when there is no guideline to work by."""
    env = os.environ if env is None else env
    faults: list[Problem] = []
    if mine is None:
        settings, faults = read_settings(UserSettings, config_folder() / "config.toml")
    else:
        settings = mine
    if mine is None and env.get("UEDASNS_NAME"):
        section = env.get("UEDASNS_SECTION", settings.section)
        settings = replace(settings, name=env["UEDASNS_NAME"], section=section)
    folders = find_folders(options, env, settings.records)
    fallback = shipped("guideline") if folders.guideline == folders.records / "guideline" else None
    loaded = loader.load_newest(folders.guideline, clock().date(), loader.load_text_first, fallback)
    if loaded.guideline is None:
        raise NoGuideline(folders.guideline, (*loaded.problems, *faults))
    problems = LazyProblems(
        lambda: (*loaded.problems, *faults), lambda: (*known_problems(loaded.problems), *faults)
    )
    context = AppContext(folders, loaded.guideline, problems, settings, clock, env)
    if options.create:
        context.repository.prepare()
    return context
