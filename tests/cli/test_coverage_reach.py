"""What counts as answered can be answered: every entry that answers a sentence is reached by a command and a screen."""

from __future__ import annotations

from pathlib import Path

import pytest

from uedasns_tui.cli.main import run
from uedasns_tui.guideline import coverage
from uedasns_tui.guideline.backlinks import Backlink
from uedasns_tui.guideline.document import Guideline
from uedasns_tui.guideline.loader import load
from uedasns_tui.guideline.schema import Checklist, Form
from uedasns_tui.records import codec
from uedasns_tui.services import post_check, record_list
from uedasns_tui.services.context import AppContext, open_context
from uedasns_tui.services.folders import AppOptions
from uedasns_tui.services.settings import UserSettings

ROOT = Path(__file__).resolve().parents[2]
GUIDELINE = load(ROOT / "guideline").guideline
assert GUIDELINE is not None
NEW = {"policy": ["name=試し"], "post": ["text=文", "title=題"], "incident": ["what=誤り", "kind=other"]}


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """One record of each form, made by commands."""
    monkeypatch.setenv("UEDASNS_NAME", "上田　花子")
    monkeypatch.setenv("UEDASNS_SECTION", "広報課")
    (tmp_path / "records").mkdir()
    monkeypatch.setenv("UEDASNS_DATA", str(tmp_path / "records"))
    monkeypatch.setenv("UEDASNS_NOW", "2026-11-23T10:00:00+09:00")
    for purpose, values in NEW.items():
        run([purpose, "new", *values, "--id", purpose])
    run(["post", "new", "text=返信", "title=題", "kind=reply", "--id", "reply"])
    return tmp_path / "records"


def answer_by(guideline: Guideline) -> list[tuple[str, Backlink]]:
    """Citation and entry of all that answers a sentence."""
    rows = coverage.coverage(guideline)
    return [(row.clause, entry) for row in rows if row.kind == "answered" for entry in row.by]


def reached(context: AppContext, entry: Backlink) -> bool:
    source = context.guideline.sources[entry.file]
    if isinstance(source, Checklist) and entry.kind == "item":
        return item_is_reached(context, source, entry.id)
    if isinstance(source, Form) and entry.kind == "field":
        return run([source.purpose, "set", source.purpose, f"{entry.id}="]) in (0, 1)
    if isinstance(source, Form) and entry.kind == "act":
        return f"{source.purpose} " in "".join(f"{words} " for words in commands())
    return True  # rules, watches and pages are read without being asked for


def commands() -> list[str]:
    from uedasns_tui.cli.commands import commands

    return [command.words for command in commands()]


def item_is_reached(context: AppContext, checklist: Checklist, item: str) -> bool:
    if not checklist.keeps:
        return "post check" in commands()
    purpose = context.guideline.purpose_of(checklist.form)
    name = "reply" if checklist.when.get("kind") == "reply" else purpose
    answers = [
        f"{question.id}=yes" for question in checklist.question if not question.finding and not question.media
    ]
    record = context.repository.load(name).record
    pane = post_check.checklist_of(context, record)  # the screen shows the pane of just this one
    code = run([purpose, "check", name, *answers]) if answers else 0
    if pane is None or pane.id != checklist.id or code not in (0, 1):
        return False
    status = post_check.post_checklist_run(context, context.repository.load(name).record)
    if next(status.status(entry) for entry in checklist.item if entry.id == item) == "off":
        return any(entry.id == item for entry in status.items())
    run([purpose, "check", name, f"{item}=no"])
    return context.repository.load(name).record.answer(item).answer == "no"


def test_every_answered_sentence_leads_to_a_place_where_it_can_be_answered(office: Path) -> None:
    context = open_context(AppOptions(data=str(office)), {}, mine=UserSettings(name="花子"))
    answers = answer_by(context.guideline)
    assert len({clause for clause, _ in answers}) > 30
    unreached = sorted(
        {f"{clause} {entry.file} {entry.id}" for clause, entry in answers if not reached(context, entry)}
    )
    assert unreached == []


def test_a_policys_checklist_is_answered_by_command_and_kept(
    office: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["policy", "check", "policy", "policy-first=ok", "name=no:略称だけ"]) == 1
    record, _ = codec.decode((office / "policies" / "policy.toml").read_bytes(), "")
    assert record is not None and record.checklist == "account"
    assert {answer.id: answer.answer for answer in record.answers} == {"policy-first": "ok", "name": "no"}
    assert record_list.UNTITLED not in capsys.readouterr().out
