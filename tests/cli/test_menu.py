"""The menu by numbers, as a screen reader hears it: everything can be done, nothing typed is lost, no id is typed."""

from __future__ import annotations

import io
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from uedasns_tui.cli.main import run
from uedasns_tui.cli.prompt import Prompt, PromptBack, PromptStopped

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


def test_it_reads_out_numbers_and_leaves_without_an_escape_code(talk: Talk) -> None:
    code, heard = talk("2", "5", "?", "8")
    assert code == 0 and "\x1b" not in heard and "\r" not in heard
    assert "5  安全に活用するための留意点" in heard or "安全に活用するための留意点" in heard
    assert heard.count("1 対応が必要なもの") >= 2, "? reads the choices out again"


def test_a_policy_is_begun_left_and_gone_on_with_and_no_answer_is_lost(talk: Talk, tmp_path: Path) -> None:
    _, heard = talk("4", "1", "上田市X", "X", "@ueda_city", "https://x.com/ueda_city")
    assert "書きかけとして残しました" in heard and not (tmp_path / "records/policies").exists()
    _, heard = talk("4", "1", "1", *[""] * 4, "観光情報をお届けします。", ".", *["", "."] * 30)
    assert "続きから書きますか" in heard and "今の値: 上田市X" in heard


def test_a_whole_policy_by_answers_alone(talk: Talk, tmp_path: Path) -> None:
    assert talk(words=("policy", "new", "--from", "sample", "--id", "p1"))[0] in (0, 1)
    code, heard = talk("4", "2", "2", "項目は紙で確かめたため", "<", "<", "8")
    assert code == 0
    assert "手続: 決裁に出す" in heard
    [record] = policies(tmp_path)
    assert [entry["act"] for entry in record["log"]][-1] == "submit"  # type: ignore[index, attr-defined]


def test_a_bad_date_is_told_at_the_question_and_the_answers_before_it_stay(
    talk: Talk, tmp_path: Path
) -> None:
    talk(words=("policy", "new", "--from", "sample", "--id", "p1"))
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
    code, heard = talk("8", words=())
    assert code == 0 and "メニュー" in heard


@pytest.mark.parametrize("mark", ["<", "＜", " < "])
def test_back_and_again_in_any_width(mark: str) -> None:
    out = io.StringIO()
    with pytest.raises(PromptBack):
        Prompt(io.StringIO(f"？\n{mark}\n"), out).choice("どれ", {"a": "甲", "b": "乙"})
    assert out.getvalue().count("2 乙") == 2
    with pytest.raises(PromptStopped):
        Prompt(io.StringIO(""), out).line("何")


def test_a_long_text_is_read_out_by_its_beginning() -> None:
    out = io.StringIO()
    text = "\n".join(f"{number}行目" for number in range(9))
    assert Prompt(io.StringIO("?\n.\n"), out).text("投稿文", text) == text
    first, _, rest = out.getvalue().partition("ほか 6 行")
    assert "2行目" in first and "8行目" not in first and "8行目" in rest
