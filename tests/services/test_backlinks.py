"""What rests on a clause, and where one meets it: everything that the bundled guideline declares leads somewhere."""

from __future__ import annotations

import pytest

from uedasns_tui.guideline.backlinks import all_backlinks
from uedasns_tui.guideline.schema import Checklist, Form
from uedasns_tui.services import backlinks
from uedasns_tui.services.context import AppContext


def test_everything_leads_to_the_records_it_is_met_in(context: AppContext) -> None:
    guideline = context.guideline
    clauses = {basis.clause for basis in all_backlinks(guideline)}
    met = {
        (target.form, target.backlink.kind, target.backlink.page, target.backlink.id)
        for clause in clauses
        for target in backlinks.document_backlinks(context, clause)
        if target.backlink is not None
    }
    assert met == {
        (kind, basis.kind, basis.page, basis.id)
        for basis in all_backlinks(guideline)
        for source in [guideline.sources[basis.file]]
        for kind in [
            source.id if isinstance(source, Form)
            else source.form or "post" if isinstance(source, Checklist)
            else "incident" if basis.kind == "regulation"
            else "post"
        ]
    }  # fmt: skip
    assert {kind for kind, *_ in met} == set(guideline.forms) - {"comment"}, "it rests on no clause"


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
    context: AppContext, checklist: str, kind: str
) -> None:
    source = context.guideline.checklists[checklist]
    for item in source.item:
        targets = [
            target
            for target in backlinks.document_backlinks(context, item.clause)
            if (link := target.backlink) and (link.kind, link.page, link.id) == ("item", checklist, item.id)
        ]
        assert [target.form for target in targets] == [kind], item.id
        assert source.title in targets[0].label and item.say in targets[0].label


def test_what_several_checklists_ask_alike_is_told_once(context: AppContext) -> None:
    notes = backlinks.clause_notes(context, "5(8)エ").splitlines()
    assert notes[0] == "5(8)エ" and len(notes) == len(set(notes))
    assert (
        len([link for link in all_backlinks(context.guideline) if link.clause == "5(8)エ"]) > len(notes) - 1
    )
