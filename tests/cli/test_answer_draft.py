"""Answers of a command that was stopped: they are offered next time, by every command that asks, and nothing of a colleague is undone."""

from __future__ import annotations

import io
import json
import tomllib
from pathlib import Path

import pytest

from tests.cli.test_menu import Talk, talk  # noqa: F401
from tests.worked_example import sample_words
from uedasns_tui.cli.answer_draft import STOPPED, answer_draft
from uedasns_tui.cli.prompt import Prompt, PromptClosed, PromptStopped
from uedasns_tui.cli.save import save_answers
from uedasns_tui.cli.values import ask_fields
from uedasns_tui.services import drafts, record_actions
from uedasns_tui.services.context import open_context
from uedasns_tui.services.folders import AppOptions
from uedasns_tui.storage.errors import SaveConflict, StorageBusy
from uedasns_tui.storage.repository import RecordRepository

OFFERED = "途中まで答えたものがあります"


@pytest.fixture
def policy(talk: Talk) -> str:  # noqa: F811
    """A policy that is handed in."""
    talk(words=sample_words("p1"))
    talk(words=("policy", "submit", "p1", "--anyway", "紙で確かめた"))
    return "p1"


@pytest.fixture
def post(talk: Talk) -> str:  # noqa: F811
    """A post."""
    talk(words=("post", "new", "--id", "m1", "text=図書館は明日お休みです。", "title=休館日"))
    return "m1"


def last_entry(folder: Path) -> dict[str, object]:
    """What the record's log ends with."""
    [path] = (folder / "records/policies").glob("*.toml")
    return tomllib.loads(path.read_text("utf-8"))["log"][-1]


def test_a_step_goes_on_where_it_was_stopped(talk: Talk, policy: str, tmp_path: Path) -> None:  # noqa: F811
    words = ("policy", "decide", policy)
    code, heard = talk("紙で確かめたため", "山田 太郎", "8広第123号", words=words)
    assert code == 4 and STOPPED in heard and last_entry(tmp_path)["act"] == "submit"
    code, heard = talk("1", "", "", "", "2026-11-22", ".", "2", "1", "", words=words)
    assert OFFERED in heard and "今の値: 山田 太郎" in heard and code in (0, 1)
    entry = last_entry(tmp_path)
    assert {"山田 太郎", "8広第123号", "2026-11-22"} <= set(entry["given"].values())  # type: ignore[attr-defined]
    assert "紙で確かめたため" in str(entry)
    assert OFFERED not in talk(words=words)[1], "what was taken is no draft any more"


def test_the_answers_of_one_step_are_not_those_of_another(talk: Talk, policy: str) -> None:  # noqa: F811
    talk(words=("policy", "new", "--from", "sample", "--id", "p2"))
    talk(words=("policy", "submit", "p2", "--anyway", "紙で確かめた"))
    talk("紙で確かめたため", "山田 太郎", words=("policy", "decide", policy))
    for words in (("policy", "decide", "p2"), ("policy", "return", policy)):
        assert OFFERED not in talk(words=words)[1], words
    assert OFFERED in talk("1", words=("policy", "decide", policy))[1]


def test_who_is_asked_nothing_is_offered_nothing(talk: Talk, policy: str, tmp_path: Path) -> None:  # noqa: F811
    talk("紙で確かめたため", "山田 太郎", "8広第123号", words=("policy", "decide", policy))
    context = open_context(AppOptions(data=str(tmp_path / "records")))
    needs = next(act for act in context.form("policy").act if act.role == "decide").needs
    line = [f"{name}=2026-11-21" for name in needs]
    _, heard = talk(words=("policy", "decide", policy, *line, "--anyway", "紙で"))
    assert OFFERED not in heard and last_entry(tmp_path)["act"] == "decide"


@pytest.mark.parametrize(
    ("words", "first", "second", "wanted"),
    [
        (("post", "media", "m1"), ("花.jpg", "花壇の写真"), ("1", *[""] * 9), "花壇の写真"),
        (("policy", "bulk", "広報課"), ("新しい課",), ("1", *[""] * 9), "新しい課"),
    ],
)
def test_other_commands_offer_their_answers_too(
    talk: Talk,  # noqa: F811
    post: str,
    tmp_path: Path,
    words: tuple[str, ...],
    first: tuple[str, ...],
    second: tuple[str, ...],
    wanted: str,
) -> None:
    assert STOPPED in talk(*first, words=words)[1]
    _, heard = talk(*second, words=words)
    assert OFFERED in heard and f"今の値: {wanted}" in heard


def test_a_name_half_said_is_offered(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    for name in ("UEDASNS_NAME", "UEDASNS_SECTION"):
        monkeypatch.delenv(name)
    words = ("policy", "new", "name=x")
    assert STOPPED in talk("上田 花子", words=words)[1]
    _, heard = talk("1", "", "広報課", "1", words=words)
    assert OFFERED in heard and "今の値: 上田 花子" in heard and "保存しました" in heard


def test_the_answers_of_the_menu_are_offered(talk: Talk, tmp_path: Path) -> None:  # noqa: F811
    way = ("控え・ごみ箱・点検・設定", "ガイドラインの版と点検", "新しく作る")
    assert STOPPED in talk(*way, "指針", "上田市")[1]
    _, heard = talk(*way, "1", "", "", str(tmp_path / "made"))
    assert OFFERED in heard and (tmp_path / "made/guideline.toml").exists()


def test_the_lines_of_a_longer_text_are_answers_too() -> None:
    stopped = Prompt(io.StringIO("一行目\n二行目\n"), io.StringIO())
    with pytest.raises(PromptClosed) as reason:
        stopped.text("投稿文")
    assert reason.value.typed == "一行目\n二行目"


def test_half_a_text_comes_back(talk: Talk, tmp_path: Path) -> None:  # noqa: F811
    fields = ["上田市X", "X", "@ueda_city", "https://x.com/ueda_city", "観光をお届けします。", "二行目です。"]
    assert STOPPED in talk(*fields, words=("policy", "new"))[1]
    _, heard = talk("1", *[""] * 4, words=("policy", "new"))
    assert "二行目です。" in heard


def test_a_stop_while_the_lock_is_waited_for_keeps_the_answers(
    talk: Talk,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(RecordRepository, "save", stop)
        code, heard = talk("上田市X", *["", "", ""] * 30, words=("policy", "new"))
    assert code == 4 and STOPPED in heard
    assert "今の値: 上田市X" in talk("1", words=("policy", "new"))[1]


def test_a_step_that_cannot_be_saved_keeps_its_answers(
    talk: Talk,  # noqa: F811
    policy: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answers = ("紙で", "山田 太郎", "8広第123号", "2026-11-22", ".", "2", "1", "")

    def busy(*_: object) -> None:
        raise StorageBusy("使っています。")

    with monkeypatch.context() as patched:
        patched.setattr(RecordRepository, "save", busy)
        assert talk(*answers, words=("policy", "decide", policy))[0] == 4
    assert OFFERED in talk("1", words=("policy", "decide", policy))[1]


def test_a_stop_between_two_texts_undoes_nothing_of_the_colleague(talk: Talk, tmp_path: Path) -> None:  # noqa: F811
    """The draft of somebody who stopped at a conflict, and goes on from it later, holds what the other changed elsewhere."""
    talk(words=("policy", "new", "--id", "p1", "name=元"))
    context = open_context(AppOptions(data=str(tmp_path / "records")))
    before = context.repository.load("p1")
    other = record_actions.with_values(before.record, {"name": "同僚", "phone": "0268-00-0000"})
    mine = record_actions.with_values(before.record, {"name": "自分"})
    context.repository.save(other, before)
    closed = Prompt(_Closed(), io.StringIO())
    with pytest.raises(SaveConflict):
        save_answers(context, mine, before, closed)
    [draft] = context.drafts.all()
    record = tomllib.loads(draft.text)
    assert record["values"]["name"] == "自分" and record["values"]["phone"] == "0268-00-0000"


def test_a_draft_lies_over_what_the_record_was_read_as(talk: Talk, tmp_path: Path) -> None:  # noqa: F811
    """A colleague saves while the questions are asked: what is left is no draft over their text."""
    talk(words=("policy", "new", "--id", "p1", "name=元"))
    context = open_context(AppOptions(data=str(tmp_path / "records")))
    before = context.repository.load("p1")

    class Meanwhile(_Closed):
        lines = iter(["自分\n"])

        def readline(self, *_: object) -> str:  # type: ignore[override]
            line = next(self.lines, "")
            if not line:
                context.repository.save(
                    record_actions.with_values(before.record, {"phone": "0268-00-0000"}), before
                )
            return line

    with pytest.raises(PromptStopped):
        ask_fields(context, before.record, Prompt(Meanwhile(), io.StringIO()), before=before)
    [draft] = context.drafts.all()
    assert draft.base == before.digest
    assert drafts.draft_of_saved(context, context.repository.load("p1")) is None


class _Closed(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_what_cannot_be_read_is_no_answer(tmp_path: Path, talk: Talk) -> None:  # noqa: F811
    context = open_context(AppOptions(data=str(tmp_path / "records")))
    for text in ("{", "[1]", json.dumps({"a": ["x", "y"]})):
        context.drafts.put("answers/x", text)
        answers: dict[str, object] = {}
        with answer_draft(context, Prompt(_Closed("1\n"), io.StringIO()), "x", answers):
            pass
        assert answers == ({"a": ("x", "y")} if "x" in text else {})
