"""What rests on a clause, and where one meets it: everything that the bundled guideline declares leads somewhere."""

from __future__ import annotations

import pytest

from uedasns_tui.desk import around
from uedasns_tui.desk.desk import Desk
from uedasns_tui.guideline.basis import bases
from uedasns_tui.guideline.schema import Checklist, Form


def test_everything_leads_to_the_records_it_is_met_in(desk: Desk) -> None:
    guideline = desk.guideline
    clauses = {basis.clause for basis in bases(guideline)}
    met = {
        (kind, what, page, id)
        for clause in clauses
        for rest in around.bases(desk, clause)
        for kind, what, page, id in [rest.place.split(":")]
    }
    assert met == {
        (kind, basis.kind, basis.page, basis.id)
        for basis in bases(guideline)
        for source in [guideline.sources[basis.file]]
        for kind in [
            source.id if isinstance(source, Form)
            else source.form or "post" if isinstance(source, Checklist)
            else "incident" if basis.kind == "regulation"
            else "post"
        ]
    }  # fmt: skip
    assert {kind for kind, *_ in met} == set(guideline.forms)


@pytest.mark.parametrize(
    ("checklist", "kind"),
    [
        ("post", "post"),
        ("reply", "post"),
        ("account", "policy"),
        ("trouble", "incident"),
        ("private", "post"),
    ],
)
def test_an_item_of_a_checklist_leads_to_the_records_that_answer_it(
    desk: Desk, checklist: str, kind: str
) -> None:
    source = desk.guideline.checklists[checklist]
    for item in source.item:
        rests = [
            rest
            for rest in around.bases(desk, item.clause)
            if rest.place.endswith(f":item:{checklist}:{item.id}")
        ]
        assert [rest.place.split(":")[0] for rest in rests] == [kind], item.id
        assert source.title in rests[0].said and item.say in rests[0].said
