"""What stands in a place: help in two columns, what a dialog belongs to, tables whole where there is room, empty lists."""

from __future__ import annotations

import asyncio
from datetime import datetime
from pathlib import Path

import pytest

from tests.ui.screen import finished, screen_text
from tests.ui.test_screens import context  # noqa: F401
from uedasns_tui.findings.finding import Finding
from uedasns_tui.services import post_check, record_actions
from uedasns_tui.services.context import AppContext, open_context
from uedasns_tui.services.folders import AppOptions
from uedasns_tui.services.settings import UserSettings
from uedasns_tui.ui.app import Uedasns
from uedasns_tui.ui.goto import OpenRecord
from uedasns_tui.ui.record_navigation import begin_new
from uedasns_tui.ui.screens.home import HomeScreen
from uedasns_tui.ui.states import first_of
from uedasns_tui.ui.widgets.key_bar import KeyBar
from uedasns_tui.ui.widgets.picker import Picker, PickerDialog
from uedasns_tui.ui.widgets.post_panes import finding_line, marked_post
from uedasns_tui.ui.widgets.row_layout import Badge, Column, ListRow, column_widths
from uedasns_tui.ui.widgets.row_list import RowList
from uedasns_tui.ui.widgets.table_heading import TableHeading


@pytest.mark.parametrize(("columns", "beside"), [(120, True), (80, False)])
def test_help_stands_in_two_columns_where_there_is_room_and_offers_only_the_way_out(
    columns: int, beside: bool, context: AppContext  # noqa: F811
) -> None:  # fmt: skip
    async def run() -> None:
        app = Uedasns(context)
        async with app.run_test(size=(columns, 40)) as pilot:
            await finished(app)
            await pilot.press("3", "f1")
            await finished(app)
            lines = screen_text(app).split("\n")
            assert any("この画面" in line and "一覧・欄" in line for line in lines) == beside
            assert all(
                any(text in line for line in lines)
                for text in ("終了", "次の行", "課や連絡先をまとめて変える")
            )
            keys = [part for bar in app.screen.query(KeyBar) for part in bar.parts()]
            assert set(keys) == {("Esc", "閉じる")}, "Enter would open nothing"

    asyncio.run(run())


def test_a_dialog_names_the_record_that_it_belongs_to(context: AppContext) -> None:  # noqa: F811
    async def run() -> None:
        app = Uedasns(context)
        async with app.run_test(size=(80, 24)) as pilot:
            begin_new(app, "post", {"title": "歳末市のお知らせ"})
            await finished(app)
            await pilot.press("ctrl+g")
            await finished(app)
            assert "画像・動画　歳末市のお知らせ" in screen_text(app)
            assert [screen.subject for screen in app.screen_stack[-2:]] == ["歳末市のお知らせ"] * 2

    asyncio.run(run())


@pytest.mark.parametrize(("columns", "titles"), [(80, ["名前", "課", "状態"]), (40, ["名前", "課"])])
def test_what_can_be_picked_lines_up_in_columns_as_there_is_room(
    columns: int, titles: list[str], context: AppContext  # noqa: F811
) -> None:  # fmt: skip
    async def run() -> None:
        app = Uedasns(context)
        async with app.run_test(size=(columns, 24)) as pilot:
            begin_new(app, "post")
            await finished(app)
            picker = app.screen.query_one(Picker)
            picker.focus()
            line = screen_text(app).split("\n")[picker.content_region.y]
            assert " ▼" in line, "a field that opens a list says so"
            await pilot.press("enter")
            await finished(app)
            lines = screen_text(app).split("\n")
            assert lines[0].startswith("╭─ アカウントを選ぶ ")
            heading = next(line for line in lines if "名前" in line)
            assert heading.strip("│ ").split() == titles
            row = next(
                line for line in lines if "  上田市行政チャンネル" in line and ("□" in line or "■" in line)
            )
            assert ("広報課   下書き" in row) == (columns == 80)
            await pilot.press(*"ぬぬ")
            await finished(app)
            assert "「ぬぬ」のあるものはありません。" in screen_text(app)
            await pilot.press("f6", "enter")
            assert isinstance(app.screen, PickerDialog), "nothing is picked"

    asyncio.run(run())


@pytest.mark.parametrize("key", ["3", "4"])
def test_words_that_no_record_holds_do_not_say_that_there_is_none(key: str, context: AppContext) -> None:  # noqa: F811
    async def run() -> None:
        app = Uedasns(context)
        async with app.run_test(size=(80, 24)) as pilot:
            await finished(app)
            await pilot.press(key, "f", *"ぬぬ")
            await finished(app)
            text = screen_text(app)
            assert "「ぬぬ」のある記録はありません。" in text and "まだありません" not in text
            assert "Esc で絞り込みをやめます。" in text
            assert text.count("╭") == 1, "no empty pane"
            await pilot.press("escape")
            await finished(app)
            assert "まだ" not in screen_text(app) and screen_text(app).count("╭") == (2 if key == "3" else 1)

    asyncio.run(run())


@pytest.mark.parametrize(
    ("room", "widths"), [(61, (6, 20, 23, 6)), (54, (6, 20, 16, 6)), (40, (6, 20, 0, 0)), (20, (6, 12, 0, 0))]
)
def test_a_column_is_cut_only_where_there_is_no_room_for_its_text(room: int, widths: tuple[int, ...]) -> None:
    columns = (
        Column("状態"),
        Column("名称", grow=True),
        Column("期間", "period", most=16),
        Column("課", "c"),
    )
    rows = [ListRow("a", cells=("下書き", "上田市行政チャンネル", "平成25年6月から当面の間", "広報課"))]
    assert column_widths(columns, rows, room) == widths


def test_an_empty_column_gives_way_to_one_that_would_be_cut() -> None:
    columns = (Column("名称", "n", grow=True), Column("期間", "period", most=16), Column("見直し", "review"))
    rows = [ListRow("a", cells=("上田市X", "平成25年6月から当面の間", ""))]
    assert column_widths(columns, rows, 34) == (7, 23, 0)
    assert column_widths(columns, rows, 42) == (7, 23, 7)


def linked(context: AppContext) -> record_actions.Record:  # noqa: F811
    """A post with a finding that bears on two items."""
    values = {
        "accounts": ("channel",),
        "title": "市",
        "text": "詳しくは http://bit.ly/abc まで。",
        "kind": "official",
    }
    record = record_actions.new_record(context, "post", values, "post", "20261123-link")
    record_actions.save_record(context, record, None)
    return record


@pytest.mark.parametrize(("columns", "beside"), [(120, 1), (80, 0)])
def test_a_finding_stands_whole_once_and_by_its_number_wherever_else(
    columns: int, beside: int, context: AppContext  # noqa: F811
) -> None:  # fmt: skip
    linked(context)

    async def run() -> None:
        app = Uedasns(context)
        async with app.run_test(size=(columns, 40)) as pilot:
            await finished(app)
            app.navigate(OpenRecord("20261123-link"))
            await finished(app)
            await pilot.press("f6")
            await finished(app)
            text = screen_text(app)
            assert text.count("短縮URLの") == 1, "the words stand at the first item"
            assert text.count("▲指摘 1「http://bit.ly/abc」（上と同じ）") == 1, (
                "the other item names its number"
            )
            assert text.count("▲指摘 1（まだ見ていません）「http://bit.ly/abc」") == beside, (
                "and so does the text"
            )

    asyncio.run(run())


def test_marks_that_lie_in_each_other_are_numbered_where_each_ends(context: AppContext) -> None:  # noqa: F811
    record = linked(context)
    run = post_check.post_checklist_run(context, record)
    text = post_check.text_of(context, record)
    inner = next(finding for finding in run.findings if isinstance(finding, Finding))
    outer = Finding(0, len(text), inner.kind, text, "", "長すぎます。")
    pieces = list(marked_post(context, record, run.__class__(**{**vars(run), "findings": (outer, inner)})))
    before = "".join(piece for piece, style in pieces).split("\n")[0]
    assert before == "詳しくは http://bit.ly/abc［2］ まで。［1］"
    assert all(style for piece, style in pieces[:4]), "all of it is marked"


def test_a_finding_that_bears_on_no_item_is_not_said_to_have_been_seen(context: AppContext) -> None:  # noqa: F811
    run = post_check.post_checklist_run(context, linked(context))
    stray = Finding(0, 2, "nowhere", "詳し", "", "どの項目にも当たりません。")
    assert finding_line(1, [stray], run) == "▲指摘 1「詳し」どの項目にも当たりません。"
    assert not finding_line(1, [stray], run).endswith("見ました")


def test_what_is_written_stands_beside_every_checklist_with_the_names_of_what_is_chosen(
    context: AppContext,  # noqa: F811
) -> None:
    values = {"what": "乗っ取りの疑い", "found_at": "2026-11-20 13:00", "policy": "channel"}
    incident = record_actions.new_record(context, "incident", values, "trouble", "20261120-a")
    record_actions.save_record(context, incident, None)

    async def run() -> None:
        app = Uedasns(context)
        async with app.run_test(size=(120, 40)) as pilot:
            for record, shown in (("channel", "cityuedakoho"), ("20261120-a", "│  上田市行政チャンネル ")):
                await finished(app)
                app.navigate(OpenRecord(record))
                await finished(app)
                await pilot.press("f6")
                await finished(app)
                text = screen_text(app)
                assert shown in text and "確認 0/" in text
                await pilot.press("escape")

    asyncio.run(run())


@pytest.mark.parametrize(
    ("key", "lines"),
    [
        ("3", ("まだありません。利用方針はアカウントごとに", "n で書き始めます。", "利用方針に書くこと")),
        ("4", ("まだありません。投稿する前に確かめた文が", "n で、投稿する文を", "確かめること")),
        ("5", ("まだ記録はありません。", "n で記録を始めます。", "連絡先")),
        ("p", ("私的利用のチェック", "書いたら、F6 で項目を", "投稿する文を書くか")),
    ],
)
@pytest.mark.parametrize("size", [(80, 24), (40, 20)])
def test_an_empty_place_says_what_goes_there_and_which_key_begins_it(
    tmp_path: Path, now: datetime, key: str, lines: tuple[str, ...], size: tuple[int, int]
) -> None:
    user = UserSettings(name="上田　花子", section="広報課", seen_home=True)
    empty = open_context(AppOptions(create=True, data=str(tmp_path / "records")), {}, lambda: now, user)

    async def run() -> None:
        app = Uedasns(empty)
        async with app.run_test(size=size) as pilot:
            await finished(app)
            await pilot.press(*(("4", key) if key == "p" else (key,)))
            await finished(app)
            text = screen_text(app)
            shown = lines if size[0] == 80 else lines[1:2]  # in a narrow window the labels may be left out
            whole = "".join(line.strip(" │▌") for line in text.split("\n"))
            assert all(line in whole for line in shown), text

    asyncio.run(run())


def test_the_private_check_has_its_text_beside_its_items_where_there_is_room(context: AppContext) -> None:  # noqa: F811
    async def run() -> None:
        app = Uedasns(context)
        async with app.run_test(size=(120, 40)) as pilot:
            await finished(app)
            await pilot.press("4", "p", *"bit.ly/abc", "f6")
            await finished(app)
            text = screen_text(app)
            assert "bit.ly/abc" in text and "▲指摘 1 件。右の項目に示しています。" in text
            assert text.count("短縮URLの") == 1, "the words stand once, at the item"
            await pilot.resize_terminal(80, 24)
            await finished(app)
            assert "確認 0/" in screen_text(app) and "書いたら、F6" not in screen_text(app)
            await pilot.press("f6")
            await finished(app)
            assert "書いたら、F6" in screen_text(app) and "確認 0/" not in screen_text(app)

    asyncio.run(run())


@pytest.mark.parametrize("room", [52, 65, 71, 110])
@pytest.mark.parametrize("name", ["上田市X", "上田市公式アカウントとしての長い長い名称"])
def test_home_drops_the_chart_of_an_account_before_the_words(room: int, name: str) -> None:
    """4(2)ア met, not met or unknown is said in words; the columns of weeks are for whoever has the room."""
    row = ListRow("a", cells=(name, "11/17", Badge("記録がありません"), "." * 12))
    *_, words, chart = column_widths(HomeScreen.ACTIVITY, [row], room)
    assert words >= 18
    assert chart or room < 71


@pytest.mark.parametrize(("key", "shown"), [("f5", "記載例"), ("f7", "様式のでき上がり")])
def test_what_is_shown_beside_the_form_is_seen_from_the_checklist_too(
    key: str, shown: str, context: AppContext  # noqa: F811
) -> None:  # fmt: skip
    async def run() -> None:
        app = Uedasns(context)
        async with app.run_test(size=(120, 40)) as pilot:
            await finished(app)
            app.navigate(OpenRecord("channel"))
            await finished(app)
            await pilot.press("f6", key)
            await finished(app)
            assert f"╭─ {shown} ─" in screen_text(app)

    asyncio.run(run())


def notices_after(context: AppContext, keys: tuple[str, ...]) -> list[str]:  # noqa: F811
    """What the screen says when these keys are pressed one after another."""

    async def run() -> list[str]:
        app = Uedasns(context)
        async with app.run_test(size=(80, 24)) as pilot:
            await finished(app)
            for key in keys:
                await pilot.press(key)
                await finished(app)
            return [notice.message for notice in app._notifications]

    return asyncio.run(run())


@pytest.mark.parametrize(
    ("keys", "said"),
    [(("2", "right_square_bracket"), "これより先はありません。"), (("3", "r"), "読み直しました。")],
)
def test_a_key_that_changes_nothing_says_so(keys: tuple[str, ...], said: str, context: AppContext) -> None:  # noqa: F811
    assert said in notices_after(context, keys)


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        (("3", "delete"), "先に、一覧で記録を選んでください。"),
        (("3", "y"), "先に、一覧で記録を選んでください。"),
        (("4", "s"), "並べ替える記録がありません。"),
        (("5", "enter"), "この行から開くものはありません。"),
    ],
)
def test_a_key_for_records_says_in_an_empty_list_that_it_has_none(
    tmp_path: Path, now: datetime, keys: tuple[str, ...], said: str
) -> None:
    user = UserSettings(name="上田　花子", section="広報課", seen_home=True)
    empty = open_context(AppOptions(create=True, data=str(tmp_path / "records")), {}, lambda: now, user)
    assert said in notices_after(empty, keys)


@pytest.mark.parametrize("key", ["a", "u", "m", "v", "f4"])
def test_a_key_for_items_says_on_a_question_how_that_is_answered(key: str, context: AppContext) -> None:  # noqa: F811
    linked(context)

    async def run() -> None:
        app = Uedasns(context)
        async with app.run_test(size=(80, 24)) as pilot:
            await finished(app)
            app.navigate(OpenRecord("20261123-link"))
            await finished(app)
            await pilot.press("f6", key)
            await finished(app)
            assert "はいは →、いいえは ← で答えます。" in screen_text(app)

    asyncio.run(run())


def test_the_trash_is_sorted_by_a_key_and_by_the_mouse(context: AppContext) -> None:  # noqa: F811
    for name, title in (("first", "い"), ("second", "あ")):
        values = {"title": title, "text": "文", "kind": "official"}
        record_actions.save_record(
            context, record_actions.new_record(context, "post", values, "post", name), None
        )
        context.repository.delete(name, "")

    async def run() -> None:
        app = Uedasns(context)
        async with app.run_test(size=(80, 24)) as pilot:
            await finished(app)
            app.action_trash()
            await finished(app)

            def titles() -> list[str]:
                return [str(row.cells[1])[0] for row in app.screen.query_one(RowList).rows]

            await pilot.click(TableHeading, offset=(18, 0))
            await finished(app)
            assert titles() == ["あ", "い"] and "件名▲" in screen_text(app)
            await pilot.click(TableHeading, offset=(18, 0))
            await finished(app)
            assert titles() == ["い", "あ"] and "件名▼" in screen_text(app)
            await pilot.press("S", "s")
            await finished(app)
            assert "移した日▼" in screen_text(app), "the newest first"

    asyncio.run(run())


def test_several_accounts_take_no_more_room_than_the_first_and_a_count() -> None:
    assert first_of(()) == "" and first_of(("上田市X",)) == "上田市X"
    assert first_of(("上田市X", "上田市公式LINE", "空き家バンク")) == "上田市X ほか2"
