"""A reorganised office: section and contact of many accounts at once, each an edit like any other."""

from __future__ import annotations

from tests.services.conftest import Make
from uedasns_tui.records import workflow
from uedasns_tui.services import bulk_change, record_actions
from uedasns_tui.services.context import AppContext


def test_many_accounts_change_at_once_and_each_is_shown_first(context: AppContext, make: Make) -> None:
    form = context.form("policy")
    field = record_actions.field_of(form, "section")
    assert field is not None
    old = {field.id: "広報課"}
    make("one", "submit", "decide", **old)
    make("two", **old)
    make("three", **{field.id: "危機管理課"})
    records = bulk_change.records_of_section(context, "広報課")
    assert {saved.record.id for saved in records} == {"one", "two"}
    planned = list(bulk_change.preview(context, records, {field.id: "秘書広報課", "phone": "0268-00-0001"}))
    assert {change.after for row in planned for change in row.changes} == {"秘書広報課", "0268-00-0001"}
    assert context.repository.load("one").record.text(field.id) == "広報課"  # shown, not written
    results, problems = bulk_change.apply(context, planned)
    assert len(results) == 2 and problems == []
    one = context.repository.load("one").record
    assert one.text(field.id) == "秘書広報課" and workflow.is_stale(one, form)
    assert context.repository.load("three").record.text(field.id) == "危機管理課"
    assert (
        list(
            bulk_change.preview(
                context, bulk_change.records_of_section(context, "秘書広報課"), {field.id: "秘書広報課"}
            )
        )
        == []
    )


def test_what_somebody_changed_meanwhile_is_named_and_the_rest_is_saved(
    context: AppContext, make: Make
) -> None:
    make("one", name="あ")
    make("two", name="い")
    records = [context.repository.load(name) for name in ("one", "two")]
    planned = list(bulk_change.preview(context, records, {"name": "う"}))
    other = record_actions.with_values(records[0].record, {"name": "え"})
    record_actions.save_record(context, other, records[0])
    results, problems = bulk_change.apply(context, planned)
    assert [result.kept.record.id for result in results] == ["two"]
    assert len(problems) == 1 and "「あ」は変えていません" in problems[0].message
    assert context.repository.load("one").record.text("name") == "え"
