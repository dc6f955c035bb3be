"""The bundled edition is whole: it loads without a fault, answers every sentence, and its files agree.

Whoever changes the guideline looks here first: what a field of a form asks of the other files is said where it fails.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

from tests.guideline.conftest import uncovered
from uedasns_tui.guideline.coverage import coverage
from uedasns_tui.guideline.document import Guideline
from uedasns_tui.guideline.importer import import_text
from uedasns_tui.guideline.loader import load, load_platforms
from uedasns_tui.guideline.readings import missing_readings
from uedasns_tui.records import rules
from uedasns_tui.records.codec import decode

ROOT = Path(__file__).resolve().parents[2]
KINDS_OF_FINDING = {
    "phone", "email", "address", "number", "link", "weekday", "date", "era", "past", "length",
    "confidential", "undecided", "rumor", "abuse", "unlawful", "indecent", "access", "image",
}  # fmt: skip


NEW_FIELD = (
    "the fields of 様式1 are others: state them here, fill them in data/samples/policy-ueda-channel.toml, run "
    ".ci/readings.py for guideline/readings.toml, and give the published text of the edition where chapters/ changed"
)


@pytest.fixture(scope="module")
def guideline() -> Guideline:
    loaded = load(ROOT / "guideline")
    assert loaded.guideline is not None, loaded.problems
    return loaded.guideline


def test_it_loads_without_any_problem() -> None:
    assert [str(problem) for problem in load(ROOT / "guideline").problems] == []
    platforms, problems = load_platforms(ROOT / "data" / "platforms")
    assert set(platforms) == {"x", "line", "facebook", "youtube", "instagram"}
    assert [str(problem) for problem in problems] == []


def test_every_sentence_is_answered_explained_or_said_to_be_unanswerable(guideline: Guideline) -> None:
    rows = coverage(guideline)
    bad = [(row.clause, row.sentence, row.kind) for row in rows if row.kind in ("missing", "twice")]
    assert bad == []
    asking = [row for row in rows if row.asks]
    assert len(asking) == 44
    assert [row.clause for row in asking if row.kind == "explained"] == []


def test_no_explanation_or_reason_is_left_over(guideline: Guideline) -> None:
    rows = coverage(guideline)
    for entry in (*guideline.file.explained, *guideline.file.unanswered):
        clause = guideline.clause(entry.clause)
        assert clause is not None
        beneath = {element.citation for element in clause.walk()}
        kinds = {row.kind for row in rows if row.clause in beneath and entry.quote in row.sentence}
        assert kinds & {"explained", "unanswered"}, entry


def test_both_duties_of_a_clause_are_told_apart(guideline: Guideline) -> None:
    rows = [row for row in coverage(guideline) if row.clause == "4(2)ア"]
    assert [row.asks for row in rows] == ["must", "should"]
    rows = [row for row in coverage(guideline) if row.clause == "5(8)"]
    assert [{basis.id for basis in row.by} >= {"link-target"} for row in rows] == [False, True]


def test_a_weight_is_never_lighter_than_its_sentence(guideline: Guideline) -> None:
    """An item that rests on one asking sentence as a should must not stand on a must, but for how one does it."""
    asks = {row.sentence: row.asks for row in coverage(guideline)}
    for checklist in guideline.checklists.values():
        for item in checklist.item:
            clause = guideline.clause(item.clause)
            assert clause is not None
            meant = [s for s in clause.sentences if not item.quote or item.quote in s or s in item.quote]
            if item.weight == "should" and item.id != "readable":
                assert "must" not in {asks.get(s, "") for s in meant}, (checklist.id, item.id)


def test_every_kind_of_finding_bears_on_an_item(guideline: Guideline) -> None:
    for name in ("post", "reply", "private"):
        kinds = {kind for item in guideline.checklists[name].item for kind in item.findings}
        assert kinds <= KINDS_OF_FINDING
        assert KINDS_OF_FINDING - kinds <= {"access"} if name == "private" else kinds == KINDS_OF_FINDING


def test_statements_are_statements(guideline: Guideline) -> None:
    for checklist in guideline.checklists.values():
        ids = [item.id for item in checklist.item] + [question.id for question in checklist.question]
        assert len(ids) == len(set(ids)), checklist.id
        for item in checklist.item:
            assert not re.search(r"[？?]|ませんか|ますか|でしょうか", item.say)


def test_a_routine_post_asks_little(guideline: Guideline) -> None:
    """With one picture and no finding: at most 17 items, so that 30 keys are enough."""
    facts = {"media": "yes", "reader": "yes", "link": "no", "quote": "no", "urgent": "no"}
    shown = [
        item
        for item in guideline.checklists["post"].item
        if all(facts.get(key) == want for key, want in item.when.items())
    ]
    assert len(shown) <= 17


def test_acts_lead_to_states_and_ask_what_is_asked(guideline: Guideline) -> None:
    for form in guideline.forms.values():
        asks = {ask.id for ask in form.ask}
        fields = {field.id for field in form.field}
        assert form.first in form.states
        for act in form.act:
            assert {*act.after, *([act.to] if act.to else [])} <= set(form.states), (form.id, act.id)
            assert {*act.needs, *act.may} <= asks, (form.id, act.id)
        for field in form.field:
            assert field.part_of in ("", *fields)
            assert set(field.when) <= fields
        used = {ask for act in form.act for ask in (*act.needs, *act.may)}
        assert asks == used, form.id


def test_the_nine_fields_of_the_sheet(guideline: Guideline) -> None:
    printed = [f for f in guideline.forms["policy"].field if f.print and not f.part_of and f.weight != "may"]
    assert [f.label[0] for f in printed] == list("①②③④⑤⑥⑦⑧⑨"), NEW_FIELD
    assert [f.clause for f in printed] == [f"4(1){mark}" for mark in "①②③④⑤⑥⑦⑧⑨"]


def test_nothing_internal_can_hold_a_secret(guideline: Guideline) -> None:
    """Internal fields of the register are choices, dates, numbers and sections, but for who looked."""
    internal = [f for f in guideline.forms["policy"].field if not f.public]
    assert {f.type for f in internal if f.role not in ("reading", "seen_by")} <= {
        "choice",
        "date",
        "count",
        "section",
    }
    labels = "".join(f.label for form in guideline.forms.values() for f in form.field)
    assert "パスワード" not in labels


def test_the_worked_example_is_a_record_without_a_fault(guideline: Guideline) -> None:
    path = ROOT / "data" / "samples" / "policy-ueda-channel.toml"
    record, faults = decode(path.read_bytes(), path.name)
    assert record is not None and faults == []
    assert record.edition == guideline.file.edition
    form = guideline.forms[record.kind]
    platforms, _ = load_platforms(ROOT / "data" / "platforms")
    assert set(record.values) <= {field.id for field in form.field}
    assert rules.problems(record, form, platforms=platforms) == [], NEW_FIELD
    assert record.values["reply_none"] == next(f.default for f in form.field if f.id == "reply_none")


def test_no_help_or_message_begins_a_line_with_punctuation(guideline: Guideline) -> None:
    texts = [f.help for form in guideline.forms.values() for f in (*form.field, *form.act, *form.ask)]
    texts += [item.help for checklist in guideline.checklists.values() for item in checklist.item]
    lines = [line for text in texts for line in text.splitlines()]
    assert [line for line in lines if line[0] in "、。」）・ー"] == []
    assert [line for line in lines if line[-1] not in "。）" and not line.startswith("例：")] == []


def test_every_word_has_a_reading(guideline: Guideline, readings_tool: ModuleType) -> None:
    """Every kanji that staff may search for stands in a word with a reading."""
    words = list(tomllib.loads((ROOT / "guideline" / "readings.toml").read_text(encoding="utf-8"))["reading"])
    missing: set[str] = set()
    for text in readings_tool.texts():
        missing |= uncovered(text, words, readings_tool.KANJI)
    assert not missing, "run .ci/readings.py for guideline/readings.toml"
    assert missing_readings(guideline) == ()


def test_the_guideline_s_own_published_text_gives_the_bundled_chapters(corpora: Path) -> None:
    source = corpora.parent / "source" / "ueda-sns-guideline.txt"
    if not source.is_file():
        pytest.skip(f"the published text is not here ({source})")
    result = import_text(source.read_text(encoding="utf-8"))
    bundled = tomllib.loads((ROOT / "guideline" / "guideline.toml").read_text(encoding="utf-8"))
    chapters = [
        (ROOT / "guideline" / "chapters" / f"{name}.md").read_text(encoding="utf-8")
        for name in bundled["chapters"]
    ]
    assert list(result.chapters) == chapters
    assert (result.title, list(result.numbering)) == (bundled["title"], bundled["numbering"])
    assert [(entry.date, list(entry.offices)) for entry in result.history] == [
        (entry["date"], entry["offices"]) for entry in bundled["history"]
    ]
