"""The journeys of a day at both sizes of a window: the keys that each takes beside the texts that are typed."""

from __future__ import annotations

import re
import tomllib

import pytest
from conftest import Person
from terminal import Terminal, stands_at
from test_posts import with_policy

pytestmark = [
    pytest.mark.journey,
    pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"]),
]
Size = tuple[int, int]
WHY = "紙で確かめた"


class Hands:
    """Somebody's hands on the keys of a window: keys are counted, texts are not."""

    def __init__(self, window: Terminal) -> None:
        self.window = window
        self.keys = 0

    def press(self, *names: str) -> None:
        """Press keys one after the other."""
        for name in names:
            self.window.send(name)
            self.keys += 1

    def write(self, text: str) -> None:
        """Type a text."""
        self.window.send(text)
        self.window.wait_for(text[-12:])

    def step(self, label: str, *answers: str, state: str) -> None:
        """Take a step by its digit; answers go into the questions in order, "" leaves one as it is. Where the
        checklist holds it, say why one goes on."""
        self.press("f8")
        shown = self.window.wait(
            lambda text: re.search(rf"[0-9] {label}", text) is not None, f"{label} to be offered"
        )
        digit = re.search(rf"([0-9]) {label}", shown)
        assert digit
        self.press(digit[1])
        self.window.wait(
            lambda text: "今の状態は「" not in text and "決める" in text, f"the questions of {label}"
        )
        for at, answer in enumerate(answers):
            if at:
                self.press("tab")
            if answer in ("1", "2"):
                self.press(answer)
            elif answer:
                self.write(answer)
        self.press("f10")
        shown = self.window.wait(
            lambda text: stands_at(text, state) or "理由を入力してください" in text, state
        )
        if not stands_at(shown, state):
            self.write(WHY)
            self.press("f10")
            self.window.wait(lambda text: stands_at(text, state), state)


def hands(person: Person, size: Size) -> Hands:
    window = person.window(columns=size[0], rows=size[1])
    window.wait_for("対応が必要なもの")
    return Hands(window)


def acts(person: Person, folder: str) -> list[str]:
    """The steps in the log of the one record."""
    (file,) = person.files(folder)
    return [entry["act"] for entry in tomllib.loads(file.read_text(encoding="utf-8"))["log"]]


def test_a_new_employee_finds_and_cites(person: Person, size: Size) -> None:
    hand = hands(person.named(), size)
    hand.press("/")
    hand.window.wait_for("言葉を入れると")
    hand.window.send("shozoku")
    hand.window.wait_for("所属長の了承")
    hand.press("enter")
    hand.window.wait_closed("探す")
    hand.window.wait_for("▌ オ 情報発信を行う際は、")
    hand.press("y")
    hand.window.wait_for("クリップボードへ送りました")
    assert hand.keys <= 5, hand.keys


def test_an_account_through_its_whole_life(person: Person, size: Size) -> None:
    hand = hands(person.named(), size)
    hand.press("3")
    hand.window.wait_for("まだありません")
    hand.press("e")
    hand.window.wait(lambda text: stands_at(text, "下書き"), "下書き")
    hand.step("決裁に出す", state="決裁待ち")
    hand.step("差し戻す", "FAXを確かめる", state="差戻し")
    hand.window.wait_for("FAXを確かめる")
    hand.step("決裁に出す", state="決裁待ち")
    hand.step("決裁済にする", "課長　上田太郎", "広第12号", state="決裁済")
    hand.step("公表を記録する", "https://www.city.ueda.nagano.jp/a.html", state="決裁済")
    hand.step("休止する", "", "改修のため", state="休止")
    hand.step("再開する", state="決裁済")
    hand.step("廃止する", "", "番組の終了", "2", "共有フォルダーに保存", state="廃止")
    assert acts(person, "policies") == [
        "created", "submit", "return", "submit", "decide", "published", "suspend", "resume", "close",
    ]  # fmt: skip
    assert hand.keys <= 79, hand.keys


def test_an_ordinary_post_with_all_its_items(person: Person, size: Size) -> None:
    with_policy(person)
    hand = hands(person, size)
    hand.press("c")
    hand.window.wait_for("上田市行政チャンネル")
    hand.press("tab", "tab")
    hand.write("上田城跡公園の紅葉が見頃です。")
    hand.press("tab")
    hand.write("紅葉")
    hand.press("f6")
    hand.window.wait_for("引用や共有をする")
    hand.press("left")
    for _ in range(20):
        if "結果: 了承待ち" in hand.window.text():
            break
        hand.press("space")
        hand.window.read(0.4)
    hand.window.wait_for("結果: 了承待ち")
    hand.step("了承を求める", state="了承待ち")
    hand.step("了承する", "課長　上田太郎", state="了承済")
    hand.step("投稿を記録する", "https://x.com/ueda/status/1", state="投稿済")
    assert acts(person, "posts") == ["created", "submit", "approve", "posted"]
    assert hand.keys <= 45, hand.keys


def test_an_urgent_post_goes_out_first(person: Person, size: Size) -> None:
    with_policy(person)
    hand = hands(person, size)
    hand.press("c")
    hand.window.wait_for("上田市行政チャンネル")
    hand.press("tab", "tab")
    hand.write("市民体育館に避難所を開きました。")
    hand.press("tab")
    hand.write("避難所")
    hand.press("tab", "2")
    hand.step("緊急の投稿を記録する", "https://x.com/ueda/status/1", state="事後了承待ち")
    hand.window.wait_for("次は、所属長の「事後の了承を記録する」")
    (file,) = person.files("posts")
    override = tomllib.loads(file.read_text(encoding="utf-8"))["log"][-1]["override"]
    assert override["reason"] == "緊急のため" and override["unconfirmed"] > 10
    assert "事後の了承がまだです" in person.run("todo").stdout
    assert hand.keys <= 12, hand.keys


def test_trouble_at_half_past_six(person: Person, size: Size) -> None:
    hand = hands(person.named(), size)
    hand.press("5")
    hand.window.wait_for("問題の投稿の文")
    hand.press("n")
    hand.window.wait_for("確認 0/")
    hand.press("f6")
    hand.write("古い日付の案内を投稿した")
    hand.press("tab", "1", "tab", "tab")
    hand.write("X https://x.com/ueda/1")
    hand.press("tab", "tab")
    hand.write("広報課 花子")
    hand.press("f10")
    hand.window.wait_for("・保存済み")
    hand.press("f12")
    hand.window.wait_for("報告をクリップボードへ送りました")
    (file,) = person.files("incidents")
    values = tomllib.loads(file.read_text(encoding="utf-8"))["values"]
    assert values["kind"] == "mispost" and values["found_at"] == "2026-11-23 10:00"
    assert hand.keys <= 14, hand.keys
