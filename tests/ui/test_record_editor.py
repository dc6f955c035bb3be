"""The record editor: checklists of every purpose, findings seen and items confirmed, transitions that are held, drafts."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.ui.screen import screen_text
from tests.worked_example import lacking_values
from uedasns_tui.services import drafts, record_actions, transitions
from uedasns_tui.services.context import AppContext, open_context
from uedasns_tui.services.folders import AppOptions
from uedasns_tui.services.settings import UserSettings
from uedasns_tui.ui.app import Uedasns
from uedasns_tui.ui.dialogs.dialog import ConfirmDialog
from uedasns_tui.ui.dialogs.transition import TransitionDialog
from uedasns_tui.ui.goto import NewRecord, OpenRecord
from uedasns_tui.ui.screens.record_editor import RecordEditor
from uedasns_tui.ui.widgets.row_list import RowList
from uedasns_tui.ui.widgets.text_field import TextField

WRONG_WEEKDAY = "12月6日（月）に歳末市を開きます。12月6日（月）は混みます。"
Path_ = Callable[[Uedasns, "Pilot[None]"], Awaitable[None]]


@pytest.fixture
def context(tmp_path: Path, now: datetime) -> AppContext:
    """Somebody with a policy and a post whose text has a wrong weekday."""
    context = open_context(
        AppOptions(create=True, data=str(tmp_path / "records")),
        {},
        lambda: now,
        UserSettings(name="上田　花子", section="広報課", seen_home=True),
    )
    sample = record_actions.sample(context, "policy")
    assert sample is not None
    values = record_actions.copy_of(context, sample) | lacking_values(context, sample)
    record_actions.save_record(
        context, record_actions.new_record(context, "policy", values, name="channel"), None
    )
    post = {"accounts": ("channel",), "title": "歳末市", "text": WRONG_WEEKDAY, "kind": "official"}
    record_actions.save_record(
        context, record_actions.new_record(context, "post", post, checklist="post", name="fair"), None
    )
    return context


def play(context: AppContext, path: Path_, size: tuple[int, int] = (80, 40)) -> None:
    """Start the app, and go a path in it."""

    async def run() -> None:
        app = Uedasns(context)
        async with app.run_test(size=size) as pilot:
            await pilot.pause(0.2)
            await path(app, pilot)
            assert app.fault is None

    asyncio.run(run())


async def opened(app: Uedasns, pilot: Pilot[None], record_id: str) -> RecordEditor:
    """The editor of a record."""
    app.navigate(OpenRecord(record_id))
    await pilot.pause(0.4)
    assert isinstance(app.screen, RecordEditor)
    return app.screen


def test_a_policy_has_its_checklist_and_its_answers_are_saved(context: AppContext) -> None:
    async def path(app: Uedasns, pilot: Pilot[None]) -> None:
        editor = await opened(app, pilot, "channel")
        assert not editor.unsaved
        await pilot.press("f6")
        await pilot.pause(0.2)
        assert "確認 0/" in screen_text(app)
        await pilot.press("space")
        await pilot.press("f10")
        await pilot.pause(0.2)
        record = context.repository.load("channel").record
        assert record.checklist == "account" and [answer.answer for answer in record.answers] == ["ok"]

    play(context, path)


def test_space_confirms_no_item_whose_finding_nobody_saw(context: AppContext) -> None:
    async def path(app: Uedasns, pilot: Pilot[None]) -> None:
        editor = await opened(app, pilot, "fair")
        await pilot.press("f6")
        await pilot.pause(0.2)
        assert editor.checklist is not None
        run = editor.checklist.run
        item = next(item for item in run.items() if run.open_findings(item))
        editor.checklist.items.go(item.id)
        await pilot.press("space", "space", "space")
        assert editor.checklist.run.status(item) == "" and editor.checklist.run.open_findings(item)
        assert "v を押してください" in screen_text(app)
        await pilot.press("v")
        assert editor.checklist.run.status(item) == "" and not editor.checklist.run.open_findings(item)
        await pilot.press("space")
        assert editor.checklist.run.status(item) == "ok"

    play(context, path)


def test_an_answer_lapses_visibly_when_the_text_changes(context: AppContext) -> None:
    async def path(app: Uedasns, pilot: Pilot[None]) -> None:
        editor = await opened(app, pilot, "fair")
        await pilot.press("f6")
        await pilot.pause(0.2)
        assert editor.checklist is not None
        run = editor.checklist.run
        item = next(item for item in run.items() if item.rests_on == "text" and not run.findings_of(item))
        editor.checklist.items.go(item.id)
        await pilot.press("space")
        assert editor.checklist.run.status(item) == "ok"
        await pilot.press("f6")
        editor.pane.rows["text"].put("別の文に書き換えました。")
        editor.judge()
        await pilot.press("f6")
        await pilot.pause(0.2)
        editor.checklist.items.go(item.id)
        await pilot.pause()
        assert editor.checklist.run.status(item) == "again"
        assert "文が変わりました（前の答え: 適合）" in screen_text(app)
        await pilot.press("space")
        assert editor.checklist.run.status(item) == "ok", "given again with one key"

    play(context, path)


def test_the_same_finding_at_two_places_is_one_line_and_marked_twice(context: AppContext) -> None:
    async def path(app: Uedasns, pilot: Pilot[None]) -> None:
        await opened(app, pilot, "fair")
        assert (
            "▲指摘 1「12月6日（月）」（2か所）" in screen_text(app) and screen_text(app).count("▲指摘") == 1
        )
        await pilot.press("f6")
        await pilot.pause(0.2)
        text = screen_text(app)
        assert text.count("12月6日（月）［1］") == 2, "the text stands beside the items"
        assert "╭─ 投稿文" in text and "╭─ 確かめる" in text

    play(context, path, (140, 40))


def test_a_held_step_shows_what_is_open_first_and_goes_on_only_with_a_reason(context: AppContext) -> None:
    async def path(app: Uedasns, pilot: Pilot[None]) -> None:
        await opened(app, pilot, "fair")
        await pilot.press("f8")
        await pilot.pause(0.2)
        await pilot.press("1")
        await pilot.pause(0.2)
        dialog = app.screen
        assert isinstance(dialog, TransitionDialog)
        text = screen_text(app)
        assert "見ていない指摘が 1 件" in text and "・未確認 " in text and "・指摘「12月6日（月）」" in text
        await pilot.press("f10")
        await pilot.pause(0.2)
        assert app.screen is dialog and "! このまま進める理由を入力してください。" in screen_text(app)
        dialog.controls["override"].put("今日中に出すため")
        await pilot.press("escape")
        await pilot.pause(0.2)
        assert context.repository.load("fair").record.log[-1].transition == "created", "nothing was taken"
        await pilot.press("f8")
        await pilot.pause(0.2)
        await pilot.press("1")
        await pilot.pause(0.2)
        assert isinstance(app.screen, TransitionDialog)
        assert app.screen.answers()["override"] == "今日中に出すため", "what was typed is there again"
        await pilot.press("f10")
        await pilot.pause(0.3)
        entry = context.repository.load("fair").record.log[-1]
        assert entry.transition == "submit" and entry.override is not None
        assert entry.override.reason == "今日中に出すため" and entry.override.unread == 1
        await pilot.press("f7")
        await pilot.pause(0.2)
        assert "このまま進めた理由: 今日中に出すため" in screen_text(app)

    play(context, path)


def test_a_step_saves_what_is_typed_first(context: AppContext) -> None:
    async def path(app: Uedasns, pilot: Pilot[None]) -> None:
        editor = await opened(app, pilot, "channel")
        editor.query(TextField).first().insert("新")
        await pilot.press("f8")
        await pilot.pause(0.3)
        assert isinstance(app.screen, ConfirmDialog) and app.screen.heading == "手続"
        assert context.repository.load("channel").record.text("name").endswith("新")

    play(context, path)


def test_what_was_typed_and_taken_back_leaves_no_draft(context: AppContext) -> None:
    async def path(app: Uedasns, pilot: Pilot[None]) -> None:
        app.navigate(NewRecord("policy"))
        await pilot.pause(0.3)
        editor = app.screen
        assert isinstance(editor, RecordEditor)
        field = editor.query(TextField).first()
        field.insert("書きかけ")
        await pilot.pause()
        assert editor.keep_draft() and len(list(context.drafts.all())) == 1
        field.put("")
        assert editor.keep_draft() and list(context.drafts.all()) == []

    play(context, path)


def test_a_returned_record_says_why_at_the_top(context: AppContext) -> None:
    from uedasns_tui.services.transitions import take_transition

    saved = take_transition(context, context.repository.load("channel"), "submit", {}, "試験").kept
    form = context.form("policy")
    back = next(transition for transition in form.act if transition.role == "return")
    answers = dict.fromkeys(back.needs, "連絡先が古いため")
    take_transition(context, saved, back.id, answers, "試験")

    async def path(app: Uedasns, pilot: Pilot[None]) -> None:
        await opened(app, pilot, "channel")
        first_lines = "\n".join(screen_text(app).splitlines()[:4])
        assert back.label in first_lines and "連絡先が古いため" in first_lines

    play(context, path)


@pytest.mark.parametrize(("no_color", "badge"), [("", " 確認中 "), ("1", "[確認中]")])
def test_the_header_names_the_record_as_people_know_it(
    context: AppContext, monkeypatch: pytest.MonkeyPatch, no_color: str, badge: str
) -> None:
    """By its title, which what is typed changes, never by its id; the state as a badge, in the
    path of steps, too; nothing of it cut in a narrow window."""
    if no_color:
        monkeypatch.setenv("NO_COLOR", no_color)

    async def path(app: Uedasns, pilot: Pilot[None]) -> None:
        editor = await opened(app, pilot, "fair")
        lines = screen_text(app).splitlines()
        assert lines[0].startswith(" 投稿前チェック  歳末市  必須") and "fair" not in lines[0]
        assert lines[1].startswith(f" {badge} → 了承待ち")
        for field, shown in (("title", WRONG_WEEKDAY[:8]), ("text", "（無題）")):
            editor.pane.put({**editor.pane.values, field: ""})
            editor.judge()
            await pilot.pause(0.1)
            header = screen_text(app).splitlines()[0]
            assert shown in header and "fair" not in header
        editor.pane.put({**editor.pane.values, "title": "とても長い件名の投稿" * 3})
        await pilot.resize_terminal(40, 20)
        editor.judge()
        await pilot.pause(0.1)
        lines = screen_text(app).splitlines()
        assert lines[0].endswith("…") and lines[1].startswith(f" {badge} 必須")
        await pilot.resize_terminal(80, 24)
        editor.judge()
        await pilot.pause(0.1)
        assert f"…  {badge} 必須" in screen_text(app).splitlines()[0]

    play(context, path)


def test_one_key_mends_a_value_and_nothing_is_mended_unasked(context: AppContext) -> None:
    async def path(app: Uedasns, pilot: Pilot[None]) -> None:
        editor = await opened(app, pilot, "channel")
        wide = "ｈｔｔｐｓ：／／www.youtube.com/user/cityuedakoho/"
        editor.pane.go("url")
        editor.pane.rows["url"].put(wide)
        editor.judge()
        await pilot.pause(0.2)
        assert editor.edited.values["url"] == wide
        assert editor.inspector.mend == "https://www.youtube.com/user/cityuedakoho/"
        assert "Ctrl+T で直せます" in screen_text(app)
        await pilot.press("ctrl+t")
        await pilot.pause(0.2)
        assert editor.edited.values["url"] == "https://www.youtube.com/user/cityuedakoho/"
        assert "Ctrl+T で直せます" not in screen_text(app)

    play(context, path, (120, 40))


def test_the_steps_that_lead_back_stand_apart(context: AppContext) -> None:
    async def path(app: Uedasns, pilot: Pilot[None]) -> None:
        saved = context.repository.load("channel")
        transitions.take_transition(context, saved, "submit", {}, "試験のため")
        await opened(app, pilot, "channel")
        await pilot.press("f8")
        await pilot.pause(0.3)
        text = screen_text(app)
        assert text.index("1 決裁済にする") < text.index("戻す・そのほか") < text.index("2 差し戻す")

    play(context, path)


def test_a_new_record_that_was_left_unsaved_is_in_its_list_and_enter_goes_on_with_it(
    context: AppContext,
) -> None:
    async def path(app: Uedasns, pilot: Pilot[None]) -> None:
        app.navigate(NewRecord("policy"))
        await pilot.pause(0.4)
        assert isinstance(app.screen, RecordEditor)
        app.screen.pane.rows["name"].put("書きかけの名前")
        app.screen.judge()
        app.screen.action_close()
        await pilot.pause(0.3)
        await pilot.press("2")
        await pilot.pause(0.5)
        assert "書きかけ" in screen_text(app) and "書きかけの名前" in screen_text(app)
        draft = next(drafts.new_drafts(context))
        assert app.screen.query_one("#rows", RowList).go(f"draft:{draft.key}")
        await pilot.press("enter")
        await pilot.pause(0.4)
        assert isinstance(app.screen, RecordEditor)
        assert app.screen.edited.values["name"] == "書きかけの名前"
        app.screen.pane.rows["name"].put("")
        app.screen.judge()
        app.screen.keep_draft()
        assert list(drafts.new_drafts(context)) == []

    play(context, path)


def test_a_new_incident_begins_with_its_steps_and_now(context: AppContext) -> None:
    async def path(app: Uedasns, pilot: Pilot[None]) -> None:
        app.navigate(NewRecord("incident"))
        await pilot.pause(0.4)
        editor = app.screen
        assert isinstance(editor, RecordEditor) and editor.faces.current == "items-face"
        assert editor.edited.values["found_at"] == "2026-11-23 10:00" and not editor.unsaved

    play(context, path)


def test_a_field_that_was_emptied_is_saved_empty(context: AppContext) -> None:
    async def path(app: Uedasns, pilot: Pilot[None]) -> None:
        editor = await opened(app, pilot, "channel")
        editor.pane.rows["fax"].put("")
        editor.judge()
        assert editor.unsaved
        await pilot.press("f10")
        await pilot.pause(0.3)
        assert context.repository.load("channel").record.text("fax") == ""
        assert context.repository.load("channel").record.text("phone") != ""

    play(context, path)


@pytest.mark.parametrize(
    ("typed", "leaving", "written"),
    [
        ("きのうから当面の間", "tab", "令和8年11月22日から当面の間"),
        ("きのうから当面の間", "f10", "令和8年11月22日から当面の間"),
        ("令和9年3月末日まで", "tab", "令和9年3月末日まで"),
        ("いつか", "f10", "いつか"),
    ],
)
def test_a_day_as_people_say_it_is_written_out_where_the_field_is_left(
    context: AppContext, typed: str, leaving: str, written: str
) -> None:
    async def path(app: Uedasns, pilot: Pilot[None]) -> None:
        editor = await opened(app, pilot, "channel")
        editor.pane.go("period")
        await pilot.pause()
        field = app.focused
        assert isinstance(field, TextField)
        field.put("")
        await pilot.press(*typed)
        assert editor.edited.values["period"] == typed
        editor.judge()
        must = [problem for problem in editor.inspector.problems if problem.severity == "must"]
        assert bool(must) is (typed == "いつか")
        notes = [problem.message for problem in editor.inspector.problems if problem.severity == "note"]
        assert notes == ([f"{written} と読みます。"] if typed != written else [])
        await pilot.press(leaving)
        await pilot.pause(0.2)
        assert editor.edited.values["period"] == written
        if leaving == "f10":
            assert context.repository.load("channel").record.values["period"] == written

    play(context, path)


def test_a_long_line_is_drawn_whole_when_the_form_opens(context: AppContext) -> None:
    long = "みなさまのお越しをお待ちしています。同時に開催されるイベントについては、上田市ホームページの「歳末市」のページに掲載していますので、あわせてご覧ください。"
    post = {
        "accounts": ("channel",),
        "title": "歳末市",
        "text": f"{WRONG_WEEKDAY}\n{long}",
        "kind": "official",
    }
    record = record_actions.new_record(context, "post", post, checklist="post", name="long")
    record_actions.save_record(context, record, None)

    async def path(app: Uedasns, pilot: Pilot[None]) -> None:
        await opened(app, pilot, "long")
        lines = [line.split("││")[0].strip("│ ") for line in screen_text(app).split("\n")]
        assert long in "".join(lines)

    play(context, path, (160, 50))
