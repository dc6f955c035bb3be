"""A newcomer's journey, by the screen and by commands alone."""

from __future__ import annotations

import tomllib

import pytest
from conftest import Person
from newcomer import TEXT, found_again, newcomer

pytestmark = pytest.mark.journey


def test_by_the_screen(person: Person) -> None:
    newcomer(person.window())
    (policy,) = person.files("policies")
    (post,) = person.files("posts")
    filed = tomllib.loads(policy.read_text(encoding="utf-8"))
    assert filed["values"]["name"] == "上田市行政チャンネル"
    assert filed["log"][0]["by"] == "上田　花子"
    checked = tomllib.loads(post.read_text(encoding="utf-8"))
    assert checked["values"]["text"] == TEXT
    assert checked["values"]["accounts"] == [filed["id"]]
    assert len([one for one in checked["answer"] if one["answer"] == "ok"]) >= 10
    assert all(one["said"] for one in checked["answer"])
    found_again(person.window())


def test_by_commands_asked_line_by_line(person: Person) -> None:
    window = person.window("policy", "new", rows=60)
    answers = [
        ("お名前", "上田　花子"), ("課の名前", "広報課"), ("記録はどこに置きますか", "1"), ("①発信情報の名称", "広報チャンネル"),
        ("②ソーシャルメディア名", "YouTube"), ("③アカウント", "ueda"), ("④登録URL", "https://www.youtube.com/@ueda"),
        ("⑤開設の目的", "市の魅力を伝えます。\n."), ("⑥発信情報の内容", "市民向けの番組です。\n."), ("⑦運用期間", "平成32年4月から"),
    ]  # fmt: skip
    for question, answer in answers:
        window.wait_for(question)
        window.send(answer.replace("\n", "\r") + "\r")
    window.wait_for("平成")
    window.wait_for("正しい値を入力してください")
    window.send("平成25年6月から当面の間\r")
    window.wait_for("返信を行うか")
    window.send("1\r")
    window.wait_for("利用者への説明")
    window.send(".\r")
    for question, answer in (
        ("運用者", "上田市 政策企画部 広報課"), ("住所", "〒386-8601 上田市大手一丁目11番16号\r."), ("電話", "0268-71-8080"),
        ("FAX", "0268-22-4131"), ("電子メール", "koho@city.ueda.nagano.jp"),
    ):  # fmt: skip
        window.wait_for(question)
        window.send(answer + "\r")
    window.wait_for("運用する者の区分")
    window.send("\r")
    for optional in ("運用時間", "利用者へのお願い", "著作権", "個人情報の取扱い", "免責"):
        window.wait_for(f"{optional}（何行でも")
        window.send(".\r")
    window.wait_for("保存しました")
    assert window.wait_end() == 0
    assert b"\x1b[" not in bytes(window.raw), "no colour and no cursor movement"
    (policy,) = person.files("policies")
    name = policy.stem

    window = person.window(
        "post", "new", "kind=official", f"accounts={name}", "title=紅葉", f"text={TEXT}", rows=60
    )
    window.wait_for("保存しました")
    assert window.wait_end() == 0
    (post,) = person.files("posts")
    window = person.window("post", "check", post.stem, rows=60)
    window.wait_for("引用や共有")
    window.send("2\r")
    window.wait_for("あとで（未確認）")
    for _ in range(40):
        if "結果:" in window.text():
            break
        window.send("1\r")
        window.read(0.2)
    window.wait_for("了承")
    window.wait_end()
    kept = tomllib.loads(post.read_text(encoding="utf-8"))
    assert sum(1 for one in kept["answer"] if one["answer"] == "ok") >= 10
    shown = person.run("post", "show", post.stem)
    assert "結果: " in shown.stdout and TEXT in shown.stdout
