"""Coverage by sentence: what answers, what explains, what nobody answers; and what rests on a clause."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from tests.guideline.conftest import variant
from uedasns_tui.guideline.backlinks import all_backlinks, backlinks_to, reason
from uedasns_tui.guideline.coverage import CoverageRow, asked, claimed, coverage, problems
from uedasns_tui.guideline.document import Guideline
from uedasns_tui.guideline.facts_schema import WordList
from uedasns_tui.guideline.guideline_schema import ExplainedSentence, UnansweredSentence
from uedasns_tui.guideline.schema import Checklist, ChecklistItem


def rows(guideline: Guideline, citation: str) -> list[CoverageRow]:
    return [entry for entry in coverage(guideline) if entry.clause == citation]


def without(guideline: Guideline, citation: str) -> Guideline:
    """The guideline, and nothing in it that cites a clause."""
    sources = {}
    for file, source in guideline.sources.items():
        if isinstance(source, Checklist):
            source = replace(source, item=tuple(entry for entry in source.item if entry.clause != citation))
        if not (isinstance(source, WordList) and source.clause == citation):
            sources[file] = source
    return variant(guideline, sources=sources)


def with_items(guideline: Guideline, *items: ChecklistItem) -> Guideline:
    checklist = Checklist(scheme=1, id="test", title="試験", item=items)
    return variant(guideline, sources={"checklists/test.toml": checklist}, checklists={"test": checklist})


def test_every_sentence_stands_once(bundled: Guideline) -> None:
    counted = Counter(entry.kind for entry in coverage(bundled))
    assert set(counted) == {"answered", "explained", "unanswered"}
    assert [(entry.clause, entry.sentence) for entry in coverage(bundled)] == [
        (clause.citation, sentence) for clause in bundled.clauses for sentence in clause.sentences
    ]
    assert [str(entry) for entry in problems(bundled) if entry.severity != "note"] == []


def test_what_is_unanswered_or_explained_names_nobody(bundled: Guideline) -> None:
    assert {bool(entry.by) for entry in coverage(bundled) if entry.kind != "answered"} == {False}
    assert all(bool(entry.why) == (entry.kind == "unanswered") for entry in coverage(bundled) if not entry.by)


def test_a_sentence_that_falls_out_is_a_problem_with_its_place(bundled: Guideline) -> None:
    broken = without(bundled, "5(8)キ")
    assert [entry.kind for entry in rows(broken, "5(8)キ")] == ["missing"]
    clause = bundled.clause("5(8)キ")
    assert clause is not None
    messages = [entry for entry in problems(broken) if entry.clause == "5(8)キ"]
    assert [(entry.where.file, entry.where.line, entry.severity) for entry in messages] == [
        (clause.file, clause.line, "warning")
    ]


def test_one_of_two_duties_is_not_the_other(items: Guideline) -> None:
    item = ChecklistItem("read", "読み合わせた", "第2-1(1)ア", quote="日付と場所を、二人で読み合わせること。")
    first, second = rows(with_items(items, item), "第2-1(1)ア")
    assert (first.kind, first.asks, [entry.id for entry in first.by]) == ("answered", "must", ["read"])
    assert (second.kind, second.asks) == ("missing", "should")


def test_an_entry_without_quote_on_two_different_duties_is_a_note(items: Guideline) -> None:
    guideline = with_items(items, ChecklistItem("read", "読み合わせた", "第2-1(1)ア"))
    assert {entry.kind for entry in rows(guideline, "第2-1(1)ア")} == {"answered"}
    notes = [entry for entry in problems(guideline) if entry.severity == "note"]
    assert [(entry.where.file, entry.where.key) for entry in notes] == [("checklists/test.toml", "item.0")]


def declared(guideline: Guideline, *entries: ExplainedSentence | UnansweredSentence) -> Guideline:
    head = guideline.file._replace(
        explained=tuple(entry for entry in entries if isinstance(entry, ExplainedSentence)),
        unanswered=tuple(entry for entry in entries if isinstance(entry, UnansweredSentence)),
    )
    return variant(guideline, file=head)


@pytest.mark.parametrize(
    ("entries", "kinds"),
    [
        ((ExplainedSentence("第2"),), ["answered", "explained"]),
        ((ExplainedSentence("第2-1(1)ア"),), ["answered", "explained"]),
        ((ExplainedSentence("第2"), UnansweredSentence("第2-1(1)ア", "理由")), ["answered", "unanswered"]),
        ((UnansweredSentence("第2", "理由", quote="職員は"),), ["answered", "missing"]),
        ((ExplainedSentence("第2-1(1)ア", quote="日付と場所を"),), ["twice", "missing"]),
        (
            (UnansweredSentence("第2-1(1)ア", "理由", quote="場所を、二人で読み合わせること。（前日"),),
            ["twice", "unanswered"],
        ),
    ],
)
def test_what_is_declared_gives_way_to_an_answer_unless_it_quotes_the_sentence(
    items: Guideline, entries: tuple[ExplainedSentence | UnansweredSentence, ...], kinds: list[str]
) -> None:
    item = ChecklistItem("read", "読み合わせた", "第2-1(1)ア", quote="二人で読み合わせる")
    guideline = declared(with_items(items, item), *entries)
    assert [entry.kind for entry in rows(guideline, "第2-1(1)ア")] == kinds


def test_a_sentence_that_asks_is_no_explanation(items: Guideline) -> None:
    guideline = declared(
        items, ExplainedSentence("はじめに"), ExplainedSentence("第1"), ExplainedSentence("第2")
    )
    messages = [entry.clause for entry in problems(guideline)]
    assert "第2-2(2)" in messages
    assert "第1" not in messages
    elsewhere = guideline.file._replace(asks=guideline.file.asks._replace(chapters=("第1",)))
    assert problems(variant(guideline, file=elsewhere)) == []


def test_a_text_alone_promises_nothing(items: Guideline) -> None:
    assert [(entry.severity, entry.where.file) for entry in problems(items)] == [("note", "guideline.toml")]


@pytest.mark.parametrize(
    ("sentence", "asks"),
    [
        ("読むこと。", "must"),
        ("（前日が望ましい。）", "should"),
        ("読むことが望ましい。", "should"),
        ("読む。", ""),
    ],
)
def test_signs_of_asking(items: Guideline, sentence: str, asks: str) -> None:
    assert asked(items, sentence) == asks


def test_a_quote_may_run_over_sentences(bundled: Guideline) -> None:
    clause = bundled.clause("4(1)⑧・1")
    assert clause is not None
    assert claimed(clause, "こととする。ただし、") == {0, 1}
    assert claimed(clause, "") == {0, 1}
    assert claimed(clause, "ない文") == frozenset()


def test_what_rests_on_a_clause(bundled: Guideline) -> None:
    url = {(entry.kind, entry.id) for entry in backlinks_to(bundled, "4(1)④・1")}
    assert {("field", "url"), ("item", "url"), ("watch", "same_url")} <= url
    assert ("page", "policy") not in url
    secret = backlinks_to(bundled, "5(8)オ")
    assert {entry.page for entry in secret if entry.id == "no-secret"} == {"post", "private", "reply"}
    assert not [entry for entry in secret if entry.id == "link-target"]
    assert [entry.id for entry in backlinks_to(bundled, "7") if entry.kind == "regulation"]
    assert backlinks_to(bundled, "9") == ()


def test_every_entry_is_reached_from_its_clause_and_says_where_it_is_written(bundled: Guideline) -> None:
    for entry in all_backlinks(bundled):
        assert entry in backlinks_to(bundled, entry.clause)
        assert (bundled.folder / entry.file).is_file()
        assert entry.label in entry.text


def test_a_reason_above_speaks_of_what_is_beneath_only_where_it_speaks_of_all_of_it(items: Guideline) -> None:
    part, whole = UnansweredSentence("第2", "一部", quote="職員は"), UnansweredSentence("第2", "全部")
    assert reason(declared(items, part), "第2-1(1)ア") == ""
    assert reason(declared(items, part), "第2") == "一部"
    assert reason(declared(items, part, whole), "第2-1(1)ア") == "全部"
    assert reason(declared(items, whole, UnansweredSentence("第2-1(1)", "近く")), "第2-1(1)ア") == "近く"
    assert reason(declared(items, whole), "第9") == ""


def test_why_no_tool_answers(bundled: Guideline) -> None:
    assert "それぞれ答えます" in reason(bundled, "5")
    assert reason(bundled, "5(8)オ") == ""
    assert reason(bundled, "はじめに") == ""
