"""Random sequences of what people do with records, played against a simple model."""

from __future__ import annotations

import tempfile
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, rule

from uedasns_tui.records.record import LogEntry, Person, Record
from uedasns_tui.storage.drafts import DraftStore
from uedasns_tui.storage.errors import SaveConflict, StorageError
from uedasns_tui.storage.index.record_index import RecordIndex, RecordSummary
from uedasns_tui.storage.record_file import SavedRecord
from uedasns_tui.storage.repository import RecordRepository

JST = timezone(timedelta(hours=9))
WHO = Person("花子", "広報課", "hanako")
FIELDS = st.sampled_from(["name", "text", "more"])
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


class Crash(Exception):
    """The program ends here."""


class Keeping(RuleBasedStateMachine):
    """`there`: what each record must say; `saved`: every text that the program ever saved; `ever`: those written by
    hand, too; `opened`: what screens hold."""

    opened = Bundle("opened")
    trashed = Bundle("trashed")

    def __init__(self) -> None:
        super().__init__()
        self.place = tempfile.TemporaryDirectory()
        self.root = Path(self.place.name) / "records"
        self.time = datetime(2026, 11, 23, 10, 0, tzinfo=JST)
        self.there: dict[str, Record] = {}
        self.ever: dict[str, list[Record]] = {}
        self.saved: dict[str, list[Record]] = {}
        self.number = 0
        self.reopen()
        self.repository.prepare()

    def tick(self) -> datetime:
        self.time += timedelta(minutes=1)
        return self.time

    def wrote(self, record: Record, by_hand: bool = False) -> None:
        self.there[record.id] = record
        if not by_hand:
            self.saved.setdefault(record.id, []).append(record)
        self.ever.setdefault(record.id, []).append(record)

    @rule()
    def reopen(self) -> None:
        self.repository = RecordRepository(self.root, {}, clock=self.tick, who=lambda: WHO)
        self.drafts = DraftStore(Path(self.place.name) / "drafts", self.tick)
        if hasattr(self, "index"):
            self.index.close()
        self.index = RecordIndex(
            self.root, Path(self.place.name) / "cache", self.repository.kinds,
            lambda one: RecordSummary(one.id, one.kind, title=one.text("name"), text=one.text("text")),
        )  # fmt: skip
        self.repository.noticed = self.index.noticed

    @rule(target=opened, kind=st.sampled_from(["policy", "post", "incident"]), text=TEXTS)
    def new(self, kind: str, text: str) -> SavedRecord:
        self.number += 1
        name = f"20261123-{self.number:05d}"
        record = Record(
            name, kind, date(2024, 1, 4), {"name": text}, log=(LogEntry("e1", self.tick(), "created", WHO),)
        )
        kept = self.repository.save(record, None).kept
        self.wrote(kept.record)
        return kept

    @rule(target=opened, kept=opened)
    def open(self, kept: SavedRecord) -> SavedRecord:
        found = self.repository.try_load(kept.record.id)
        assert (found.record if found else None) == self.there.get(kept.record.id)
        return found or kept

    @rule(target=opened, kept=opened, key=FIELDS, text=TEXTS)
    def save(self, kept: SavedRecord, key: str, text: str) -> SavedRecord:
        name = kept.record.id
        mine = replace(kept.record, values={**kept.record.values, key: text})
        theirs = self.there.get(name)
        try:
            saved = self.repository.save(mine, kept)
        except SaveConflict as conflict:
            assert conflict.theirs == theirs
            if theirs is not None:
                assert any(
                    len({kept.record.text(one), mine.text(one), theirs.text(one)}) > 1
                    for one in ("name", "text", "more")
                )
            return kept
        assert theirs is not None
        for one in {*mine.values, *theirs.values, *kept.record.values}:
            before, here, other = (record.values.get(one) for record in (kept.record, mine, theirs))
            assert saved.kept.record.values.get(one) == (other if here == before else here)
        self.wrote(saved.kept.record)
        return saved.kept

    @rule(kept=opened, key=FIELDS, text=TEXTS)
    def edited_by_hand(self, kept: SavedRecord, key: str, text: str) -> None:
        from uedasns_tui.records import codec

        now = self.there.get(kept.record.id)
        if now is not None:
            record = replace(now, values={**now.values, key: text})
            kept.path.write_bytes(codec.encode(record, None, kept.path.read_bytes()) + "# 手で\n".encode())
            self.wrote(record, by_hand=True)

    @rule(target=trashed, kept=consumes(opened))
    def delete(self, kept: SavedRecord) -> str:
        if kept.record.id in self.there:
            self.repository.delete(kept.record.id, "理由")
            del self.there[kept.record.id]
        return kept.record.id

    @rule(target=opened, name=consumes(trashed))
    def restore(self, name: str) -> SavedRecord:
        found = [one for one in self.repository.discarded() if one.id == name]
        if found and name not in self.there:
            self.repository.restore(found[0])
            self.there[name] = self.repository.load(name).record
            assert self.there[name] in self.ever[name]
        elif found:
            with suppress(StorageError):
                self.repository.restore(found[0])
                raise AssertionError("a restore over a record")
        kept = self.repository.try_load(name)
        assert kept is not None
        return kept

    @rule(kept=opened, data=st.data())
    def bring_back(self, kept: SavedRecord, data: st.DataObject) -> None:
        name = kept.record.id
        versions = self.repository.versions(name)
        version = data.draw(st.sampled_from(versions))
        old = self.repository.read_version(version).record
        assert old is not None
        now = self.there.get(name)
        saved = self.repository.bring_back(version).kept.record
        assert saved == (
            old if now is None else replace(now, values=old.values, media=old.media, answers=old.answers)
        )
        self.wrote(saved)

    @rule(
        kept=opened,
        text=TEXTS,
        step=st.sampled_from(["created", "written", "fsynced", "replaced", "confirmed"]),
    )
    def crash(self, kept: SavedRecord, text: str, step: str) -> None:
        """The screen puts a draft, saving dies, the program starts again and offers the draft."""
        found = self.repository.try_load(kept.record.id)
        if found is None:
            return
        mine = replace(found.record, values={**found.record.values, "text": text})
        if mine == found.record:
            return

        def hook(at: str) -> None:
            if at == step:
                raise Crash

        self.drafts.put(kept.record.id, text)
        self.repository.hook = hook
        with suppress(Crash):
            self.repository.save(mine, found)
        if step in ("replaced", "confirmed"):
            self.wrote(mine)
        self.reopen()
        offered = self.drafts.offer(kept.record.id)
        assert offered is not None and offered.text == text
        self.drafts.drop(kept.record.id)
        assert self.drafts.offer(kept.record.id) is None

    @invariant()
    def everything_is_there(self) -> None:
        kept, problems = self.repository.everything()
        assert not problems
        assert {one.record.id: one.record for one in kept} == self.there

    @rule()
    def the_index_agrees(self) -> None:
        self.index.refresh()
        assert {row.id: row.title for row in self.index.page(limit=1000)} == {
            name: record.text("name") for name, record in self.there.items()
        }

    @rule()
    def nothing_was_lost(self) -> None:
        for name, records in self.saved.items():
            said = [self.repository.read_version(one).record for one in self.repository.versions(name)]
            assert all(record in said for record in records)

    def teardown(self) -> None:
        self.index.close()
        self.place.cleanup()


TestKeeping = Keeping.TestCase
TestKeeping.settings = settings(
    settings.get_profile("short"),
    max_examples=40,
    stateful_step_count=30,
    suppress_health_check=list(HealthCheck),
)
