"""Four journeys on the screen, in a narrow and in a wide window, with the keys counted beside the texts that are typed:
a new employee finds and cites; a new account from its first word to its end; three posts; trouble in the evening.

The same work by the menu and by commands is in tests/cli/test_menu_journeys.py.
"""

from __future__ import annotations

import re
import tomllib
from typing import Any

import pytest
from conftest import Person
from terminal import stands_at
from test_posts import with_policy

pytestmark = pytest.mark.journey
SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])


class Hand:
    """Somebody's hand at the program: it waits for what it expects; `keys` counts all but the letters of texts."""

    def __init__(self, person: Person, size: tuple[int, int]) -> None:
        self.window = person.window(columns=size[0], rows=size[1])
        self.keys = 0
        self.window.wait_for("対応が必要なもの")

    def press(self, *names: str, then: str = "") -> None:
        for name in names:
            self.window.send(name)
            self.keys += 1
        if then:
            self.window.wait_for(then)

    def write(self, text: str, *names: str) -> None:
        self.window.send(text)
        self.window.wait_for(text)
        self.press(*names)

    def confirm_all(self) -> None:
        """Space at every open item; the counter at the top says how many are answered."""

        def answered(text: str) -> tuple[int, int]:
            count = re.search(r"確認 (\d+)/(\d+)", text)
            assert count, text
            return int(count[1]), int(count[2])

        text = self.window.wait(lambda text: re.search(r"確認 \d+/\d+", text) is not None, "the counter")
        done, total = answered(text)
        while done < total:
            self.press("space")
            before = done
            text = self.window.wait(
                lambda text, before=before: answered(text)[0] > before, f"more than {before} answers"
            )
            done, total = answered(text)

    def step(self, label: str, question: str, *answers: str, then: str) -> None:
        """A step of the record's life; a text for each question in order, "" leaves what stands there."""
        self.press("f8")
        offer = self.window.wait(
            lambda text: re.search(rf"\d {label}", text) is not None, f"{label} on offer"
        )
        digit = re.search(rf"(\d) {label}", offer)
        assert digit
        self.press(digit[1], then=question)
        for number, answer in enumerate(answers):
            if number:
                self.press("tab")
            if answer.isdigit() and len(answer) == 1:
                self.press(answer)
            elif answer:
                self.write(answer)
        self.press("f10")
        message = then.startswith("「")
        self.window.wait(lambda text: then in text if message else stands_at(text, then), then)


def stored(person: Person, kind: str) -> list[dict[str, Any]]:
    return [tomllib.loads(path.read_text(encoding="utf-8")) for path in person.files(kind)]


def steps(record: dict[str, Any]) -> list[str]:
    return [entry["act"] for entry in record["log"]]


@SIZES
def test_a_new_employee_finds_and_cites(person: Person, size: tuple[int, int]) -> None:
    hand = Hand(person.named(), size)
    hand.press("2", then="引用をコピー")
    hand.press("/", then="言葉を入れると")
    hand.write("守秘義務")
    hand.window.wait_for("5(8)オ")
    hand.press("enter", then="▌オ守秘義務に関する情報")
    hand.press("y", then="クリップボードへ送りました")
    print(f"keys to find and cite: {hand.keys}")
    assert hand.keys <= 5


FIELDS = (
    ("上田市図書館", "enter"), ("X", "enter"), ("@ueda_library", "enter"), ("https://x.com/ueda_library", "enter"),
    ("図書館の催しを知らせるため", "tab"), ("催しと休館日のお知らせ", "tab"), ("令和8年12月から当面の間", "enter", "tab", "tab"),
    ("上田市 教育委員会 上田図書館", "tab"), ("〒386-0025 上田市天神一丁目8番1号", "tab"), ("0268-22-0880", "enter"),
    ("0268-22-0881", "enter"), ("library@city.ueda.nagano.jp",),
)  # fmt: skip
"""What is typed into an empty form, each with the keys to the next field."""


@SIZES
def test_a_clerk_takes_a_new_account_through_its_whole_life(person: Person, size: tuple[int, int]) -> None:
    hand = Hand(person.named(section="図書館"), size)
    hand.press("3", then="まだありません")
    hand.press("n", then="①発信情報の名称")
    for text, *names in FIELDS:
        hand.write(text, *names)
    hand.window.wait_for("必須の不足なし")
    hand.press("f6")
    hand.confirm_all()
    hand.press("f10", then="・保存済み")
    hand.step("決裁に出す", "メモ", "", then="決裁待ち")
    hand.step("決裁済にする", "決裁した人", "教育長　信濃次郎", "8図第12号", then="決裁済")
    page = "https://www.city.ueda.nagano.jp/library.html"
    hand.step("公表を記録する", "公表した", page, then="「公表を記録する」を記録しました")
    hand.step("廃止する", "日付", "令和8年11月20日", "統合したため", "1", "市のサーバー", then="廃止")
    print(f"keys for a policy's whole life: {hand.keys}")
    assert hand.keys <= 79
    [record] = stored(person, "policies")
    assert steps(record) == ["created", "submit", "decide", "published", "close"]
    assert not any("anyway" in entry for entry in record["log"])
    assert record["log"][-1]["given"]["date"] == "令和8年11月20日", "what was typed took the place of today"


def begin(hand: Hand, text: str, title: str) -> None:
    hand.press("c")
    hand.window.wait(
        lambda shown: "アカウント" in shown and "上田市行政チャンネル" in shown, "the section's own account"
    )
    hand.press("tab", "tab")
    hand.write(text, "tab")
    hand.write(title)


@SIZES
def test_a_clerk_with_three_posts(person: Person, size: tuple[int, int]) -> None:
    with_policy(person)
    hand = Hand(person, size)
    begin(hand, "図書館は12月6日（月）にお休みです。", "休館日")
    hand.press("shift+tab", "home", *["right"] * 10, "delete")
    hand.write("日")
    mending, hand.keys = hand.keys - 4, 4
    hand.press("f6", then="引用や共有をする")
    hand.press("left")
    hand.confirm_all()
    hand.step("了承を求める", "メモ", "", then="了承待ち")
    hand.step("了承する", "了承した人", "図書館長　上田一郎", then="了承済")
    hand.step("投稿を記録する", "投稿のURL", "https://x.com/ueda/status/1", then="投稿済")
    print(f"keys for an ordinary post: {hand.keys}, and {mending} to put its weekday right")
    assert hand.keys <= 45
    hand.press("escape", then="休館日")
    hand.press("1", then="対応が必要なもの")

    hand.keys = 0
    begin(hand, "上田市に避難指示を出しました。市民体育館へ避難してください。", "避難指示")
    hand.press("tab", "2")
    hand.step("緊急の投稿を記録する", "投稿のURL", "https://x.com/ueda/status/2", then="事後了承待ち")
    print(f"keys for an urgent post: {hand.keys}")
    assert hand.keys <= 12
    hand.press("escape", then="避難指示")
    hand.press("1", then="対応が必要なもの")

    begin(hand, "講座の参加者を募っています。", "講座")
    hand.press("escape", then="保存せずに閉じる")
    hand.press("2", then="書きかけ")
    hand.press("4", then="書きかけ")
    assert len(stored(person, "posts")) == 2, "what was put off is in no record yet"
    hand.press("home", "enter", then="講座の参加者を募っています。")
    hand.press("f10", then="・保存済み")
    records = {record["values"]["title"]: record for record in stored(person, "posts")}
    assert steps(records["休館日"]) == ["created", "submit", "approve", "posted"]
    assert not any("anyway" in entry for entry in records["休館日"]["log"])
    assert records["休館日"]["values"]["text"] == "図書館は12月6日（日）にお休みです。"
    assert steps(records["避難指示"]) == ["created", "posted_first"]
    assert "緊急のため" in str(records["避難指示"]["log"][-1])
    assert records["講座"]["values"]["text"] == "講座の参加者を募っています。"


@SIZES
def test_trouble_in_the_evening(person: Person, size: tuple[int, int]) -> None:
    with_policy(person)
    person.env["UEDASNS_NOW"] = "2026-11-23T18:30:00+09:00"
    hand = Hand(person, size)
    hand.press("5", then="所属長")
    hand.press("n", then="確認 0/")
    hand.press("space", then="確認 1/")
    hand.press("f6", then="何が起きたか")
    hand.write("誤って個人のメールを載せた")
    hand.press("f12", then="トラブルの報告")
    hand.press("escape", then="何が起きたか")
    hand.step("報告を記録する", "報告した相手", "1", "1", then="「報告を記録する」を記録しました")
    print(f"keys from the first minute to the recorded report: {hand.keys}")
    assert hand.keys <= 14
    hand.step("終結する", "結果", "本人へ連絡し、削除した", "二人で確かめる", then="終結")
    [record] = stored(person, "incidents")
    assert steps(record) == ["created", "report", "close"]
    assert record["values"]["found_at"].endswith("18:30") and len(record["answer"]) == 1
