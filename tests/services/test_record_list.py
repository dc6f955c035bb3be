"""Lists rest on the index: right at once where there are few records, part of the truth while it is built."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from uedasns_tui.records.record import LogEntry
from uedasns_tui.services import backlinks, home, record_actions, record_list, register
from uedasns_tui.services.context import AppContext
from uedasns_tui.storage.index.database import IndexUnavailable
from uedasns_tui.storage.index.record_index import RecordIndex
from uedasns_tui.storage.record_file import SavedRecord

Make = Callable[..., SavedRecord]


def names(context: AppContext) -> list[str]:
    return sorted(row.id for row in record_list.rows(context)[0])


def test_a_command_sees_what_others_wrote_a_moment_ago(context: AppContext, make: Make) -> None:
    make("one")
    assert names(context) == ["one"]
    path = make("two").path
    assert names(context) == ["one", "two"]
    path.unlink()
    assert names(context) == ["one"]


def test_the_screen_shows_what_is_there_and_follows_later(
    context: AppContext, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    context.index_followed = True
    make("one")
    assert names(context) == ["one"]
    monkeypatch.setattr(record_list, "SMALL", 0)
    path = make("two").path  # a save of one's own is there at once
    assert names(context) == ["one", "two"]
    path.unlink()  # somebody else's doing when somebody looks
    assert names(context) == ["one", "two"]
    assert record_actions.record_lines(context, "policy", now=True)[0][0].id == "one"
    assert names(context) == ["one"]


def test_without_the_index_the_files_are_read(
    context: AppContext, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    make("one", "submit")
    make("two")
    (make("bad").path).write_text("values = [", encoding="utf-8")
    seen = (
        names(context),
        home.tasks(context)[0],
        register.accounts(context)[0],
        len(home.tasks(context)[1]),
    )

    def busy(*_: object, **__: object) -> None:
        raise IndexUnavailable

    monkeypatch.setattr(RecordIndex, "refresh", busy)
    assert (
        names(context),
        home.tasks(context)[0],
        register.accounts(context)[0],
        len(home.tasks(context)[1]),
    ) == seen
    assert seen[0] == ["one", "two"] and seen[3] >= 1


def test_pages_know_where_a_record_stands(context: AppContext, make: Make) -> None:
    for number in range(7):
        make(f"p{number}")
    pages = record_list.Pages(context, "policy", size=3)
    found = [pages[at] for at in range(pages.count)]
    assert len({row.id for row in found if row}) == 7 and pages[7] is None
    assert [pages.place_of(row.id) for row in found if row] == list(range(7))
    assert pages.place_of("none") is None


def test_a_folder_that_is_not_connected_is_said(context: AppContext, make: Make) -> None:
    make("one")
    names(context)
    assert home.todo(context).faults == []
    context.repository.root.rename(context.repository.root.with_name("gone"))
    todo = home.todo(context)
    assert [one.code for one in todo.faults] == ["no-folder"] and todo.whole
    assert names(context) == ["one"]  # what was last seen of it


def test_the_first_things_to_do_are_the_most_pressing(context: AppContext, make: Make) -> None:
    for number in range(5):
        make(f"draft{number}")
    make("waiting", "submit")
    first = home.todo(context, 2)
    assert first.total == len(home.tasks(context)[0]) and len(first.tasks) == 2
    assert first.tasks == home.tasks(context)[0][:2] and first.tasks[0].id == "waiting"


def test_records_say_which_clause_they_speak_of(context: AppContext, make: Make) -> None:
    make("full")
    make("without", url="")
    form = context.form("policy")
    clause = next(one.clause for one in form.field if one.role == "url")
    assert {one.record: one.label.split(":")[0] for one in backlinks.record_backlinks(context, clause)} == {
        "full": form.title,
        "without": "不足",
    }


@given(data=st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_in_any_field_has_a_row(context: AppContext, data: st.DataObject) -> None:
    """Whatever somebody wrote by hand: no rule, no date, no state keeps a record out of the lists."""
    kind = data.draw(st.sampled_from(sorted(context.guideline.forms)))
    form = context.form(kind)
    texts = st.text(max_size=30) | st.sampled_from(["平成32年", "0", "2026-13-40", "〜", "=", "\x1b[2J"])
    values = {one.id: data.draw(texts) for one in form.field}
    acts = data.draw(st.lists(st.sampled_from([one.id for one in form.act] + ["unheard"]), max_size=4))
    record = record_actions.new_record(
        context, kind, values, data.draw(st.sampled_from(["", "post", "unheard"])), "20261123-any01"
    )
    entries = [
        LogEntry(f"e{at}", context.clock(), act, context.require_user()) for at, act in enumerate(acts)
    ]
    made = context.index.summarise(dataclasses.replace(record, log=(*record.log, *entries)))
    assert made.id == "20261123-any01" and made.title and isinstance(made.facts["label"], str)
    assert json.loads(json.dumps(made.facts)) == made.facts
