"""The program is killed while somebody writes: what was written is offered, and never laid over what is newer."""

from __future__ import annotations

import stat
from collections.abc import Sequence

import pytest
from conftest import Person
from half_done import WORDS, drafts, open_first, put_by, written
from terminal import Terminal

from uedasns_tui.ui.screens.unsaved_record import DRAFT_DELAY

pytestmark = pytest.mark.journey
OFFER = "保存していない書きかけがあります"


def begin(person: Person, program: Sequence[str] = ()) -> Terminal:
    """A window with a new policy, on its first field."""
    window = person.window(program=program)
    window.wait_for("対応が必要なもの")
    window.send("3")
    window.wait_for("まだありません")
    window.send("n")
    window.wait_for("・未保存")
    window.wait_for("書く／確かめる")
    return window


def test_killed_while_writing_offered_once_and_saved(person: Person) -> None:
    window = begin(person.named())
    window.send(WORDS)
    window.wait_for(WORDS)
    file = put_by(window, person, WORDS)
    assert DRAFT_DELAY < 2
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    window.kill()

    window = person.window()
    window.wait(lambda text: OFFER in text and WORDS in text, "the offer with the words")
    window.send("1")
    window.wait(
        lambda text: OFFER not in text and WORDS in text and "・未保存" in text, "the text in its field"
    )
    window.kill()  # taken and not saved: nothing of it may be lost yet

    window = person.window()
    window.wait_for(OFFER)
    window.send("1")
    window.wait(lambda text: OFFER not in text and WORDS in text, "the text in its field again")
    window.send("f10")
    window.wait_for("・保存済み")
    (kept,) = person.files("policies")
    assert WORDS in kept.read_text(encoding="utf-8")
    assert drafts(person) == []
    window.kill()

    window = person.window()
    window.wait_for("対応が必要なもの")
    window.read(2)
    assert OFFER not in window.text()


def test_who_writes_on_without_a_pause_is_put_by_too(person: Person) -> None:
    window = begin(person.named())
    for _ in range(60):
        window.send("字")
        window.read(0.2)
        if drafts(person):
            return
    raise AssertionError("60 letters were typed one after the other, and nothing was put by")


def test_what_is_put_off_is_offered_again_and_what_is_thrown_away_is_not(person: Person) -> None:
    window = begin(person.named())
    window.send(WORDS)
    put_by(window, person, WORDS)
    window.kill()
    for _ in range(2):
        window = person.window()
        window.wait_for(OFFER)
        window.send("2")
        window.wait(lambda text: OFFER not in text, "the question to go")
        window.kill()
    window = person.window()
    window.wait_for(OFFER)
    window.send("3")
    window.wait_for("書きかけを捨てますか")
    assert len(drafts(person)) == 1, "nothing is thrown away before it is confirmed"
    window.send("2")
    window.wait(lambda text: "書きかけを捨てますか" not in text, "the question to go")
    wait_until_none(window, person)


def wait_until_none(window: Terminal, person: Person) -> None:
    """Wait until the draft is off the disk."""
    window.wait(lambda _text: drafts(person) == [], "the draft to go")


def test_what_was_written_into_a_kept_record_is_offered_when_it_is_opened(person: Person) -> None:
    written(person).kill()
    window = open_first(person)
    window.wait_for(OFFER)
    window.send("1")
    window.wait_for(f"上田市行政チャンネル{WORDS}")
    window.send("f10")
    window.wait_for("・保存済み")
    window.kill()
    window = open_first(person)
    assert OFFER not in window.wait_for("・保存済み")
    assert WORDS in window.text()


def test_what_is_not_gone_on_with_is_a_version(person: Person) -> None:
    written(person).kill()
    window = open_first(person)
    window.wait_for(OFFER)
    window.send("2")
    assert WORDS not in window.wait_for("・保存済み")
    window.kill()
    window = open_first(person)
    assert OFFER not in window.wait_for("・保存済み")
    said = [one.read_text(encoding="utf-8") for one in person.data.rglob(".history/policy-channel/*.toml")]
    assert [WORDS in one for one in said].count(True) == 1
    assert WORDS not in person.files("policies")[0].read_text(encoding="utf-8")


def test_a_newer_record_stands(person: Person) -> None:
    written(person).kill()
    person.run("policy", "set", "channel", "name=あとから保存した名称")
    window = open_first(person)
    shown = window.wait_for("・保存済み")
    assert OFFER not in shown and "あとから保存した名称" in shown and WORDS not in shown
    window.send("f10")
    window.read(0.5)
    assert "あとから保存した名称" in person.files("policies")[0].read_text(encoding="utf-8")


def test_the_answers_of_a_check_are_put_by_with_its_text(person: Person) -> None:
    person.named().run("policy", "new", "--from", "sample", "--id", "channel")
    window = person.window()
    window.wait_for("対応が必要なもの")
    window.send("4")
    window.wait_for("投稿する文を確かめ始めます")
    window.send("n")
    window.wait_for("上田市行政チャンネル")
    window.send("f6")
    shown = window.wait_for("結果:")
    open_before = shown.count("未確認")
    window.send("left")
    window.wait(lambda text: text != shown, "the question to be answered")
    before = window.text()
    window.send("space")
    window.wait(lambda text: text.count("  適合 ") > before.count("  適合 "), "an answer to be shown")
    put_by(window, person, 'answer = "ok"'.replace('"', '\\"'))
    window.kill()
    window = person.window()
    window.wait_for(OFFER)
    window.send("1")
    window.wait_for("・未保存")
    window.send("f6")
    assert "  適合 " in window.wait_for("結果:"), open_before


def test_a_private_check_is_nowhere_after_a_kill(person: Person) -> None:
    window = person.named().window()
    window.wait_for("対応が必要なもの")
    window.send("4")
    window.wait_for("私的利用の確認")
    window.send("p")
    window.wait_for("保存しません。閉じると消えます")
    window.send(f"{WORDS}090-1234-5678")
    window.wait_for(WORDS)
    window.wait_for("指摘")
    window.read(DRAFT_DELAY + 1)
    window.kill()
    said = [WORDS.encode(form) for form in ("utf-8", "utf-16-le", "cp932")]
    said += [WORDS.encode("ascii", "backslashreplace"), b"090-1234-5678"]
    for path in person.home.rglob("*"):
        assert not path.is_file() or not any(one in path.read_bytes() for one in said), path
