"""Two people have the same record open: what each changed is merged, told, or asked about; both texts are kept."""

from __future__ import annotations

import tomllib

import pytest
from conftest import Person
from half_done import open_first, told
from terminal import Terminal

pytestmark = pytest.mark.journey


def to_field(window: Terminal, label: str) -> None:
    """Press Tab until the caret stands in the line below a label."""
    for _ in range(20):
        lines = window.text().splitlines()
        above = window.screen.cursor.y - 1
        if 0 <= above < len(lines) and label in lines[above]:
            return
        before = (window.screen.cursor.x, window.screen.cursor.y, window.text())
        window.send("tab")
        window.wait(
            lambda text, before=before: (window.screen.cursor.x, window.screen.cursor.y, text) != before,
            "the next field",
        )
        window.read(0.2)
    raise AssertionError(f"{label} was not reached:\n{window.text()}")


def both(person: Person) -> tuple[Terminal, Terminal]:
    """Two windows on the same policy."""
    person.named().run("policy", "new", "--from", "sample", "--id", "channel")
    mine, theirs = open_first(person), open_first(person)
    for one in (mine, theirs):
        one.wait_for("・保存済み")
    return mine, theirs


def save(window: Terminal) -> None:
    """Save what is not saved."""
    window.wait_for("・未保存")
    window.send("f10")
    window.wait_for("・保存済み")


def values(person: Person) -> dict[str, str]:
    """What the one policy says."""
    (file,) = person.files("policies")
    return dict(tomllib.loads(file.read_text(encoding="utf-8"))["values"])


def versions(person: Person) -> list[str]:
    """Every version of it, as text, oldest first."""
    return [
        one.read_text(encoding="utf-8") for one in sorted(person.data.glob(".history/policy-channel/*.toml"))
    ]


def test_different_fields_are_merged_and_the_second_is_told(person: Person) -> None:
    mine, theirs = both(person)
    theirs.send("甲")
    theirs.wait_for("チャンネル甲")
    save(theirs)
    to_field(mine, "③アカウント")
    mine.send("x")
    mine.wait_for("cityuedakohox")
    save(mine)
    told(mine, "ほかの人の変更1件も合わせました")
    mine.wait_for("チャンネル甲")
    assert (values(person)["name"], values(person)["account"]) == ("上田市行政チャンネル甲", "cityuedakohox")
    mine.send("y")
    mine.wait_for("cityuedakohoxy")
    save(mine)
    assert (values(person)["name"], values(person)["account"]) == ("上田市行政チャンネル甲", "cityuedakohoxy")


@pytest.mark.parametrize("taken", ["mine", "theirs"])
def test_the_same_field_is_asked_about_and_both_texts_are_kept(person: Person, taken: str) -> None:
    mine, theirs = both(person)
    theirs.send("彼の文")
    theirs.wait_for("チャンネル彼の文")
    save(theirs)
    mine.send("私の文")
    mine.wait_for("チャンネル私の文")
    mine.send("f10")
    shown = mine.wait_for("ほかの人も書き換えています")
    for said in (
        "元: 上田市行政チャンネル",
        "自分: 上田市行政チャンネル私の文",
        "ほかの人: 上田市行政チャンネル彼の文",
    ):
        assert said in shown, shown
    assert "発信情報の名称" in shown
    mine.send("escape")
    told(mine, "まだ保存していません。書いたものはこの画面に残っています")
    assert "チャンネル私の文" in mine.text() and values(person)["name"].endswith("彼の文")
    mine.send("f10")
    mine.wait_for("ほかの人も書き換えています")
    if taken == "theirs":
        mine.send("down")
        mine.wait_for("● 2 ほかの人")
    mine.send("f10")
    mine.wait_for("・保存済み")
    assert values(person)["name"] == f"上田市行政チャンネル{'私' if taken == 'mine' else '彼'}の文"
    mine.wait_for(values(person)["name"])
    for said in ("私の文", "彼の文"):
        assert any(said in one for one in versions(person)), said
    assert not any("私の文" in one and "彼の文" in one for one in versions(person))


def test_what_each_confirmed_of_a_post_stays_confirmed(person: Person) -> None:
    """Two people answer different items of one check, one after the other and again: no answer is taken back."""
    person.named().run("policy", "new", "--from", "sample", "--id", "channel")
    person.run("post", "new", "kind=official", "accounts=channel", "title=紅葉", "text=紅葉が見頃です。")
    windows = []
    for _ in range(2):
        window = person.window(rows=50)
        window.wait_for("対応が必要なもの")
        window.send("4")
        window.wait_for("1 件")
        window.send("enter")
        window.wait_for("・保存済み")
        window.send("f6")
        window.wait_for("結果:")
        window.send("left")
        window.wait_for("  いいえ ")
        windows.append(window)
    mine, theirs = windows

    def confirm(window: Terminal, skip: int) -> None:
        """Confirm one item, some further down than the one that is next."""
        for _ in range(skip):
            window.send("down")
            window.read(0.3)
        before = window.text().count("  適合 ")
        window.send("space")
        window.wait(lambda text: text.count("  適合 ") > before, "an answer to be shown")
        save(window)

    confirm(theirs, 0)
    confirm(mine, 2)
    mine.wait(lambda text: text.count("  適合 ") == 2, "the other's answer to be shown")
    confirm(mine, 1)
    (file,) = person.files("posts")
    answers = tomllib.loads(file.read_text(encoding="utf-8"))["answer"]
    assert [one["answer"] for one in answers] == ["ok"] * 3
