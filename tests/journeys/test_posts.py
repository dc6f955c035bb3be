"""Journeys of a post: found, mended, approved, posted; a reply under a no-reply policy; an exemption; the keys it takes."""

from __future__ import annotations

import re
import tomllib

import pytest
from conftest import Person
from newcomer import confirm_all
from terminal import Terminal, stands_at

pytestmark = pytest.mark.journey

FIELDS = (
    "name=上田市行政チャンネル", "platform=X", "account=ueda", "url=https://x.com/ueda", "purpose=魅力を伝えます。",
    "content=市民向けの番組です。", "period=平成25年6月から当面の間", "section=上田市 政策企画部 広報課",
    "address=〒386-8601 上田市大手一丁目11番16号", "phone=0268-71-8080", "fax=0268-22-4131",
    "email=koho@city.ueda.nagano.jp",
)  # fmt: skip


def with_policy(person: Person) -> str:
    """Somebody named whose account has a policy; its id."""
    person.named()
    done = person.run("policy", "new", *FIELDS, "--id", "channel")
    assert done.returncode == 0, done.stdout + done.stderr
    return "channel"


def begin_post(window: Terminal, kind: str = "") -> None:
    """From home to the text of a new post for the one account, which is chosen already."""
    window.wait_for("対応が必要なもの")
    window.send("4")
    window.wait_for("投稿する文を確かめ始めます")
    window.send("n")
    window.wait(
        lambda text: "アカウント" in text and "上田市行政チャンネル" in text, "the section's own account"
    )
    window.send("tab")
    if kind:
        window.send(kind)
        window.wait_for("返信する相手の書き込み")
    window.send("tab")


def test_a_wrong_weekday_is_found_mended_approved_and_posted(person: Person) -> None:
    with_policy(person)
    window = person.window(columns=80, rows=44)
    begin_post(window)
    window.send("11月24日（月）に上田城跡公園でまつりを開催します。")
    window.wait_for("11月24日は火曜日です")
    window.send("home")
    for _ in range(7):
        window.send("right")
    window.send("delete")
    window.send("火")
    window.wait(lambda text: "火曜日です" not in text and "（火）" in text, "the finding to go")
    window.send("f6")
    window.wait_for("引用や共有をする")
    window.send("left")
    confirm_all(window)
    window.wait_for("了承待ち")
    window.send("f10")
    window.wait_for("保存しました")
    window.send("f8")
    window.wait_for("了承を求める")
    window.send("1")
    window.wait_for("メモ")
    window.send("f10")
    window.wait(lambda text: stands_at(text, "了承待ち"), "了承待ち")
    window.send("f8")
    window.wait_for("了承する")
    choose(window, "了承する")
    window.wait_for("了承した人")
    window.send("課長　上田太郎")
    window.wait_for("課長　上田太郎")
    window.send("f10")
    window.wait(lambda text: stands_at(text, "了承済"), "了承済")
    window.wait_for("結果: 投稿可")
    window.send("f8")
    window.wait_for("投稿を記録する")
    choose(window, "投稿を記録する")
    window.wait_for("投稿のURL")
    window.send("https://x.com/ueda/status/1")
    window.wait_for("status/1")
    window.send("f10")
    window.wait(lambda text: stands_at(text, "投稿済"), "投稿済")
    (file,) = person.files("posts")
    kept = tomllib.loads(file.read_text(encoding="utf-8"))
    assert [one["act"] for one in kept["log"]] == ["created", "submit", "approve", "posted"]
    assert kept["log"][2]["stamp"]["values"]["text"] == "11月24日（火）に上田城跡公園でまつりを開催します。"
    assert kept["log"][3]["given"]["address"] == "https://x.com/ueda/status/1"


def choose(window: Terminal, label: str) -> None:
    """Choose an answer of the dialog by its digit."""
    offer = window.wait(lambda text: re.search(rf"[0-9] {label}", text) is not None, f"{label} on offer")
    digit = re.search(rf"([0-9]) {label}", offer)
    assert digit
    window.send(digit[1])


def test_a_reply_under_a_no_reply_policy_is_told_before_anything_is_written(person: Person) -> None:
    with_policy(person)
    window = person.window(columns=80, rows=44)
    begin_post(window, kind="2")
    window.wait_for("利用方針は「返信は行わない」です")


def test_an_exemption_takes_its_place_and_lapses_with_an_edit(person: Person) -> None:
    with_policy(person)
    made = person.run(
        "post",
        "new",
        "kind=official",
        "accounts=channel",
        "title=結果",
        "text=市民マラソンの結果をお知らせします。",
        "--id",
        "result",
    )
    assert made.returncode == 0, made.stdout + made.stderr
    refused = person.run("post", "exempt", "result", "exemption=known")
    assert refused.returncode == 4 and "既に周知した場所" in refused.stderr + refused.stdout
    done = person.run(
        "post",
        "exempt",
        "result",
        "exemption=facts",
        "fact=11月22日の市民マラソンの結果",
        "--anyway",
        "結果だけ",
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "了承不要" in person.run("post", "list").stdout
    changed = person.run("policy", "set", "result", "text=市民マラソンの結果を、写真とともにお知らせします。")
    assert changed.returncode == 0, changed.stdout + changed.stderr
    assert "失効" in person.run("post", "list").stdout


def test_a_routine_post_with_a_picture_takes_few_keys(person: Person) -> None:
    """At most 30 keys beside the texts that are typed (title, text, file name, alternative text, its rights)."""
    with_policy(person)
    window = person.window(columns=80, rows=50)
    window.wait_for("対応が必要なもの")
    keys = 0

    def press(*names: str) -> None:
        nonlocal keys
        for name in names:
            window.send(name)
            keys += 1

    press("c")
    window.wait(
        lambda text: "アカウント" in text and "上田市行政チャンネル" in text, "the section's own account"
    )
    press("tab", "tab")
    window.send("上田城跡公園の紅葉が見頃です。公園は一日中開いています。")
    window.wait_for("一日中開いています")
    press("tab")
    window.send("紅葉")
    press("ctrl+g")
    window.wait_for("ファイルの名前")
    for text in ("momiji.jpg", "赤く色づいた木と石垣", "人は写っていない", "人は写っていない", "職員撮影"):
        window.send(text)
        window.wait_for(text)
        if text != "職員撮影":
            press("tab")
    press("f10")
    window.wait(lambda text: "ファイルの名前" not in text, "the picture to be taken")
    press("f6")
    window.wait_for("引用や共有をする")
    press("left")
    keys += confirm_all(window)
    window.wait_for("了承待ち")
    press("f10")
    window.wait_for("保存しました")
    print(f"keys beside the texts: {keys}")
    assert keys <= 30
