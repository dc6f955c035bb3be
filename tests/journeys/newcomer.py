"""A newcomer's path on the screen: reads, files the worked example's policy, checks a post, closes, finds it again.

Driven by tests/journeys/test_newcomer.py with the program under test, and by .ci/wheel.py with the built wheel.
"""

from __future__ import annotations

from terminal import Terminal

TEXT = "上田城跡公園の紅葉が見頃です。公園は一日中開いています。"
KINSOKU = "、。」』）】,.）ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ！？"


def well_printed(screen: str) -> None:
    """No line of prose begins with what must not stand at a line's head."""
    for line in screen.splitlines():
        begun = line.lstrip(" >▌│|")
        assert not begun or begun[0] not in KINSOKU, line


def policy_by_screen(window: Terminal) -> None:
    """From the first sentence to the saved policy."""
    window.wait_for("国民生活に急速に浸透し始めている")
    well_printed(window.text())
    window.send("3")
    window.wait_for("記載例をコピーして始めます")
    window.send("e")
    window.wait_for("上田市行政チャンネル")
    window.wait_for("必須の不足なし")
    window.send("f10")
    window.wait_for("初めての記録です")
    window.send("上田　花子")
    window.wait_for("上田　花子")
    window.send("tab")
    window.send("広報課")
    window.wait_for("広報課")
    window.send("f10")
    window.wait_for("保存しました")
    well_printed(window.text())
    window.send("escape")
    window.wait_for(" 下書き ")


def post_by_screen(window: Terminal) -> None:
    """A post for that account, confirmed item by item and saved."""
    window.send("4")
    window.wait_for("投稿する文を確かめ始めます")
    window.send("n")
    window.wait(
        lambda text: "アカウント" in text and "上田市行政チャンネル" in text, "the one account to be chosen"
    )
    window.send("tab")
    window.send("tab")
    window.send(TEXT)
    window.wait_for("上田城跡公園の紅葉")
    window.send("tab")
    window.send("紅葉のお知らせ")
    window.wait_for("紅葉のお知らせ")
    window.send("f6")
    window.wait_for("結果:")
    window.send("left")
    confirm_all(window)
    window.send("f10")
    window.wait_for("保存しました")


def confirm_all(window: Terminal) -> int:
    """Confirm every open item with the space key; how many keys that took."""
    keys = 0
    while "未確認" in (before := window.text()) and keys < 40:
        window.send("space")
        keys += 1
        window.wait(lambda text, before=before: text != before, "an answer to be shown")
    return keys


def newcomer(window: Terminal) -> None:
    """The whole path, to the end of the program."""
    policy_by_screen(window)
    post_by_screen(window)
    window.send("escape")
    window.wait_for("紅葉のお知らせ")
    window.send("q")
    assert window.wait_end() == 0


def found_again(window: Terminal) -> None:
    """In a new window, everything is there."""
    window.wait_for("対応が必要なもの")
    window.send("3")
    window.wait_for("上田市行政チャンネル")
    window.send("4")
    window.wait_for("紅葉のお知らせ")
    window.send("q")
    assert window.wait_end() == 0
