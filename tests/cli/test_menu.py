"""The menu by numbers, as a screen reader hears it: everything can be done, nothing typed is lost, no id is typed."""

from __future__ import annotations

import io
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.worked_example import sample_words
from uedasns_tui.cli.main import run
from uedasns_tui.cli.menu_loop import Menu
from uedasns_tui.cli.output import Console
from uedasns_tui.cli.prompt import Prompt, PromptBack, PromptStopped
from uedasns_tui.services.context import open_context
from uedasns_tui.services.folders import AppOptions

Talk = Callable[..., tuple[int, str]]


class Keyboard(io.StringIO):
    """Lines typed at a terminal; after the last one the terminal is closed."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def talk(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str]]:
    """Run a command line and type lines; its exit code and all that was read out."""
    monkeypatch.setenv("UEDASNS_NAME", "上田 花子")
    monkeypatch.setenv("UEDASNS_SECTION", "広報課")
    (tmp_path / "records").mkdir()
    monkeypatch.setenv("UEDASNS_DATA", str(tmp_path / "records"))
    monkeypatch.setenv("UEDASNS_NOW", "2026-11-23T10:00:00+09:00")

    def typed(*lines: str, words: tuple[str, ...] = ("--plain",)) -> tuple[int, str]:
        monkeypatch.setattr("sys.stdin", Keyboard("".join(f"{line}\n" for line in lines)))
        code = run(list(words))
        heard = capsys.readouterr()
        return code, heard.out + heard.err

    return typed


def policies(folder: Path) -> list[dict[str, object]]:
    return [
        tomllib.loads(path.read_text("utf-8"))
        for path in sorted((folder / "records/policies").glob("*.toml"))
    ]


def test_a_menu_with_nothing_to_choose_asks_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    typed = Keyboard("1\n")
    monkeypatch.setattr("sys.stdin", typed)
    menu = Menu(AppOptions(), Console(out=io.StringIO()))
    menu.loop("ごみ箱", dict)
    assert not menu.closed and typed.read() == "1\n", "what was typed is for the menu before"


def test_it_reads_out_numbers_and_leaves_without_an_escape_code(talk: Talk) -> None:
    code, heard = talk("3", "?", "7", "?", "<", "<", "終わる")
    assert code == 0 and "\x1b" not in heard and "\r" not in heard
    assert heard.count("7 5 安全に活用するための留意点") == 2, "? reads the choices out again"
    assert heard.count("1 対応が必要なもの") == 1, "a menu that is as it was is not read out again"


def test_a_policy_is_begun_left_and_gone_on_with_and_no_answer_is_lost(talk: Talk, tmp_path: Path) -> None:
    _, heard = talk("5", "1", "上田市X", "X", "@ueda_city", "https://x.com/ueda_city")
    assert "書きかけとして残しました" in heard and not (tmp_path / "records/policies").exists()
    _, heard = talk("5", "1", "1", *[""] * 4, "観光情報をお届けします。", ".", *[""] * 30)
    assert "続きから書きますか" in heard and "今の値: 上田市X" in heard


def test_a_whole_policy_by_answers_alone(talk: Talk, tmp_path: Path) -> None:
    assert talk(words=sample_words("p1"))[0] in (0, 1)
    code, heard = talk("5", "6", "手続: 決裁に出す", "項目は紙で確かめたため", ".", "<", "<", "終わる")
    assert code == 0
    assert "手続: 決裁に出す" in heard
    [record] = policies(tmp_path)
    assert [entry["act"] for entry in record["log"]][-1] == "submit"  # type: ignore[index, attr-defined]


def test_a_bad_date_is_told_at_the_question_and_the_answers_before_it_stay(
    talk: Talk, tmp_path: Path
) -> None:
    talk(words=sample_words("p1"))
    talk(words=("policy", "submit", "p1", "--anyway", "紙で確かめた"))
    code, heard = talk(
        "紙で確かめた",
        "山田 太郎",
        "8広第123号",
        "いつだったか",
        "2026-11-22",
        ".",
        "2",
        "1",
        "",
        words=("policy", "decide", "p1"),
    )
    assert code in (0, 1) and "いつだったか" in heard
    [record] = policies(tmp_path)
    decided = record["log"][-1]["given"]  # type: ignore[index]
    assert {"山田 太郎", "2026-11-22"} <= set(decided.values())


def test_choices_are_read_out_once_for_a_whole_checklist(talk: Talk, tmp_path: Path) -> None:
    talk(words=("post", "new", "--id", "m1", "text=図書館は明日お休みです。", "title=休館日"))
    _, heard = talk(*["1"] * 40, words=("post", "check", "m1"))
    assert heard.count("該当なし") == 1
    assert len(heard.splitlines()) < 115
    _, again = talk(words=("post", "check", "m1"))
    assert len(again.splitlines()) < 20, "answered items are not read out again"


def test_an_item_stopped_halfway_keeps_what_was_answered(talk: Talk, tmp_path: Path) -> None:
    talk(words=("post", "new", "--id", "m1", "text=図書館は明日お休みです。", "title=休館日"))
    _, heard = talk("2", "2", "1", "3 引用しない", words=("post", "check", "m1"))
    assert "ここまでの答えを残します" in heard
    [path] = (tmp_path / "records").rglob("m1.toml")
    answers = tomllib.loads(path.read_text("utf-8"))["answer"]
    assert {entry["answer"] for entry in answers} >= {"ok", "na"}
    assert any(entry.get("note") == "引用しない" for entry in answers)


def test_without_a_keyboard_the_menu_says_so(monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    assert run(["--plain"]) == 2
    assert "--help" in capsys.readouterr().err


def test_accessible_opens_the_menu(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACCESSIBLE", "1")
    code, heard = talk("終わる", words=())
    assert code == 0 and "メニュー" in heard


@pytest.mark.parametrize("mark", ["<", "＜", " < "])
def test_back_and_again_in_any_width(mark: str) -> None:
    out = io.StringIO()
    with pytest.raises(PromptBack):
        Prompt(io.StringIO(f"？\n{mark}\n"), out).choice("どれ", {"a": "甲", "b": "乙"})
    assert out.getvalue().count("2 乙") == 2
    with pytest.raises(PromptStopped):
        Prompt(io.StringIO(""), out).line("何")


def test_of_a_list_that_begins_alike_only_what_is_new_is_read_out() -> None:
    out, keys = io.StringIO(), io.StringIO("1\n1\n?\n9\n1\n2\n")
    before = {name: f"{name}にすること" for name in "甲乙丙丁"}
    after = {**dict.fromkeys(before, ""), **before, "丁": "別のこと", "戊": "新しいこと"}
    prompt = Prompt(keys, out)
    assert prompt.choice("記録", before) == prompt.choice("記録", after) == "甲"
    first, _, second = out.getvalue().partition("　変わったもの:")
    assert first.count("にすること") == 4 and second.splitlines() == ["", "  4 別のこと", "  5 新しいこと"]
    assert prompt.choice("記録", after) == "甲"
    again = out.getvalue().partition("新しいこと\n")[2]
    assert again.count("にすること") == 3, "all of it is read out again on ? alone"
    assert "< で前に戻ります" in again and "1 から 5 の番号" in again
    assert prompt.choice("記録", {"ほか": "ほかの長い長い長い長い名前のもの", **after}) == "甲"
    assert out.getvalue().endswith("".join(f"  {n} {label}\n" for n, label in enumerate(after.values(), 2)))


def test_the_reason_of_what_does_not_apply_is_heard_with_it_and_stays() -> None:
    choices = {"ok": "適合", "na": "該当なし（番号の後に理由）"}
    out = io.StringIO()
    keep = Prompt(io.StringIO("\n"), out).choice_with_note("項目", choices, "na", present_note="引用しない")
    assert keep == ("na", "引用しない") and "、引用しない）" in out.getvalue()
    other = Prompt(io.StringIO("1\n"), io.StringIO()).choice_with_note(
        "項目", choices, "na", present_note="引用"
    )
    assert other == ("ok", "")


@pytest.mark.parametrize("free", [False, True])
def test_a_number_that_is_not_there_is_neither_a_name_nor_what_stands_there(free: bool) -> None:
    out = io.StringIO()
    choices = {"a": "甲", "b": "乙"}
    assert Prompt(io.StringIO("9\n９\n1\n"), out).choice("どれ", choices, "b", free=free) == "a"
    assert out.getvalue().count("1 から 2 の番号") == 2
    assert Prompt(io.StringIO("\n"), out).choice("どれ", choices, "b", free=free) == "b"
    named = Prompt(io.StringIO("丙\n1\n"), out).choice("どれ", choices, "b", free=free)
    assert named == ("丙" if free else "a")


def test_a_window_that_goes_while_a_text_is_typed_leaves_its_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    """The signal comes while it is seen that nothing can be read any more."""

    def ended() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("uedasns_tui.cli.prompt.ignore_ends", ended)
    with pytest.raises(PromptStopped) as stopped:
        Prompt(io.StringIO("一行目\n二行目\n"), io.StringIO()).text("本文")
    assert stopped.value.typed == "一行目\n二行目"


def test_where_nothing_can_be_chosen_nothing_is_asked(talk: Talk) -> None:
    code, heard = talk("控え・ごみ箱・点検・設定", "ごみ箱", "<", "対応が必要なもの", "終わる")
    assert code == 0 and "ごみ箱は空です。" in heard and heard.endswith("終わります。\n")


def test_a_long_text_is_read_out_by_its_beginning() -> None:
    out = io.StringIO()
    text = "\n".join(f"{number}行目" for number in range(9))
    assert Prompt(io.StringIO("?\n.\n"), out).text("投稿文", text) == text
    first, _, rest = out.getvalue().partition("ほか 6 行")
    assert "2行目" in first and "8行目" not in first and "8行目" in rest


# ---- everything can be reached
def test_trash_versions_fields_and_settings_by_numbers(talk: Talk, tmp_path: Path) -> None:
    talk(words=sample_words("p1"))
    talk(
        "5",
        "6",
        "項目を書き直す",
        "1",
        "新しい名前",
        "<",
        "版・ごみ箱など",
        "これまでの版",
        "2",
        "1",
        "<",
        "<",
        "<",
        "<",
        "<",
    )
    [record] = policies(tmp_path)
    assert record["values"]["name"] == "上田市行政チャンネル", "the first version came back"  # type: ignore[index]
    _, heard = talk(
        "5",
        "6",
        "版・ごみ箱など",
        "ごみ箱へ移す",
        "試しのため",
        "<",
        "控え・ごみ箱・点検・設定",
        "ごみ箱",
        "2",
        "<",
        "<",
        "<",
    )
    assert "試しのため" in heard and "見つかりません" not in heard and len(policies(tmp_path)) == 1


def test_every_command_stands_in_the_menu() -> None:
    """What has a command can be done from the menu: its function is called by some entry."""
    import inspect

    from uedasns_tui.cli import menu, menu_guideline, menu_records, menu_upkeep
    from uedasns_tui.cli.commands import commands

    text = "".join(inspect.getsource(module) for module in (menu, menu_guideline, menu_records, menu_upkeep))
    otherwise = {
        "read.read": "open_clause", "read.find": "find_everywhere", "todo.todo": "home.tasks", "lint.lint": "lint.tell",
        "policy.listing": "record_lines", "post.listing": "record_lines", "incident.listing": "record_lines",
        "records.listing": "record_lines", "records.forms": "guideline.forms", "records.new": "records_command.new",
        "versions.trash": "discarded()", "versions.history": "version_history.history",
    }  # fmt: skip
    for command in commands():
        does = f"{command.does.__module__.rpartition('.')[2]}.{command.does.__name__}"
        call = otherwise.get(does, does)
        assert call in text, f"{command.words} cannot be reached"


def test_a_setting_opens_the_menu(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from uedasns_tui.cli import screen

    monkeypatch.setenv("UEDASNS_DATA", str(tmp_path))
    open_context(AppOptions()).remember(name="花子", plain=True)
    keyboard, terminal = Keyboard("<\n"), Keyboard()
    monkeypatch.setattr("sys.stdin", keyboard)
    monkeypatch.setattr("sys.stdout", terminal)
    assert screen.open_screen(AppOptions(), Console(), str) == 0
    assert "メニュー" in terminal.getvalue() and "\x1b" not in terminal.getvalue()


def test_paragraphs_are_mended_one_by_one() -> None:
    out = io.StringIO()
    keys = "*\n\n2 を直した\n<\n2 を直し直した\n-\n\n足した\n.\n"
    text = Prompt(io.StringIO(keys), out).text("投稿文", "1\n2\n3\n4")
    assert text == "1\n2 を直し直した\n4\n足した"
    assert "段落 2/4" in out.getvalue()


def test_a_present_value_is_emptied_and_a_refused_one_goes_on_as_a_draft() -> None:
    refuse = lambda text: "" if text in ("", "正しい") else f"{text}は違います。"  # noqa: E731
    assert Prompt(io.StringIO("-\n"), io.StringIO()).line("何", "ある", refuse) == ""
    assert Prompt(io.StringIO("まちがい\n正しい\n"), io.StringIO()).line("何", "", refuse) == "正しい"
    assert Prompt(io.StringIO("まちがい\n\n"), io.StringIO()).line("何", "", refuse, draft=True) == "まちがい"


def test_several_are_chosen_by_numbers() -> None:
    choices = {"a": "甲の課のアカウント", "b": "乙の課のアカウント", "c": "丙の課のアカウント"}
    assert Prompt(io.StringIO("9\n１、3\n"), io.StringIO()).several("どれ", choices) == ("a", "c")
    assert Prompt(io.StringIO("\n"), io.StringIO()).several("どれ", choices, ("b",)) == ("b",)
    assert Prompt(io.StringIO("-\n"), io.StringIO()).several("どれ", choices, ("b",)) == ()


@pytest.mark.parametrize(("answer", "made"), [("2", False), ("1", True), ("<", False)])
def test_the_menu_asks_before_it_makes_a_named_folder(
    talk: Talk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: str, made: bool
) -> None:
    monkeypatch.setenv("UEDASNS_DATA", str(tmp_path / "share"))
    _, heard = talk(answer, "5", "<", "終わる")
    assert heard.count("ここに新しく作りますか") == 1 and "見つかりません" in heard
    assert (tmp_path / "share").is_dir() is made
    assert ("まだありません" in heard or "0 件" in heard) <= made, "what is not there is not called empty"


def test_what_does_not_fit_is_asked_again_and_what_fits_is_not(talk: Talk) -> None:
    talk(words=("post", "new", "--id", "m1", "text=図書館は明日お休みです。", "title=休館日"))
    first = "侮蔑、誹謗、中傷や不敬な言い方を含んでいない"
    _, heard = talk("2", "2", *["1"] * 20, words=("post", "check", "m1", "--plain"))
    assert "残っている項目 1" in heard
    _, heard = talk("1", words=("post", "check", "m1", "--plain"))
    assert heard.count("必須]") == 1 and first in heard and "残っている項目" not in heard
