"""A policy's whole life, on the screen at 80x24 and by commands: drafted, returned, decided, edited, published, closed."""

from __future__ import annotations

import json
import re
import tomllib

import pytest
from conftest import Person
from terminal import Terminal

pytestmark = pytest.mark.journey


HELD = ("--anyway", "点検票は紙で確かめた")
"""The reason to go on over a checklist that nobody has answered here."""


def done(person: Person, *words: str, code: int = 0) -> str:
    """Run a command and give what it said; the exit code must be the one expected."""
    run = person.run(*words)
    assert run.returncode == code, f"{words}: {run.returncode}\n{run.stdout}{run.stderr}"
    return run.stdout + run.stderr


def log(person: Person) -> list[dict[str, object]]:
    """The log of the one policy."""
    (file,) = person.files("policies")
    return list(tomllib.loads(file.read_text(encoding="utf-8"))["log"])


def test_by_commands(person: Person) -> None:
    person.named()
    done(person, "policy", "new", "--from", "sample", "--id", "channel")
    assert "今は「下書き」なので" in done(person, "policy", "decide", "channel", "by=x", "number=1", code=4)
    assert "案" in done(person, "policy", "export", "channel", "--format", "text", "-o", "-")
    done(person, "policy", "submit", "channel", *HELD)
    assert "理由" in done(person, "policy", "return", "channel", code=4)
    done(person, "policy", "return", "channel", "reason=FAX を確かめる")
    done(person, "policy", "submit", "channel", *HELD)
    done(
        person, "policy", "decide", "channel", "by=部長　信濃次郎", "number=広第12号", "method=voice", "deputy=代決",
        "recorded_by=上田　花子", "date=R8.11.20", *HELD,
    )  # fmt: skip
    shown = done(person, "policy", "show", "channel")
    for said in (
        "決裁済",
        "部長　信濃次郎",
        "口頭",
        "代決: 代決",
        "記録した人: 上田　花子",
        "FAX を確かめる",
    ):
        assert said in shown
    done(person, "policy", "set", "channel", "period=平成25年6月から令和9年3月まで")
    shown = done(person, "policy", "show", "channel")
    assert "《削除：当面の間》《追加：令和9年3月まで》" in shown and "変更あり" in shown
    row = json.loads(done(person, "policy", "show", "channel", "--json"))["changes"]
    assert [one["field"] for one in row] == ["period"]
    text = done(person, "policy", "export", "channel", "--format", "text", "-o", "-")
    assert "当面の間" in text and "広第12号" in text and "令和8年11月20日" in text
    done(person, "policy", "submit", "channel", *HELD)
    assert "当面の間" in done(person, "policy", "export", "channel", "--format", "text", "-o", "-")
    done(person, "policy", "decide", "channel", "by=課長　上田太郎", "number=広第15号", *HELD)
    assert "令和9年3月" in done(person, "policy", "export", "channel", "--format", "text", "-o", "-")
    assert "まだホームページで公表されていません" in done(person, "todo", code=1)
    done(
        person,
        "policy",
        "published",
        "channel",
        "address=https://www.city.ueda.nagano.jp/a.html",
        "date=2026-11-23",
    )
    assert "まだホームページで公表されていません" not in done(person, "todo", code=1), (
        "only what was passed over is left"
    )
    assert log(person)[-1]["given"]["version"] == "広第15号（2026-11-23 決裁）"
    assert "できません" in done(person, "policy", "resume", "channel", "date=2026-11-23", code=4)
    done(person, "policy", "suspend", "channel", "date=2026-11-23", "reason=改修")
    done(person, "policy", "resume", "channel", "date=2026-11-24")
    assert "投稿したデータの扱い" in done(
        person, "policy", "close", "channel", "date=2026-11-24", "reason=終了", "fate_account=kept", code=4
    )
    done(
        person, "policy", "close", "channel", "date=2026-11-24", "reason=番組の終了", "fate_account=投稿を止めて残した",
        "fate_data=共有フォルダーに保存",
    )  # fmt: skip
    assert "今は「廃止」なので" in done(person, "policy", "submit", "channel", code=4)
    assert [one["act"] for one in log(person)] == [
        "created", "submit", "return", "submit", "decide", "submit", "decide", "published", "suspend", "resume", "close",
    ]  # fmt: skip
    assert len(person.files("policies")) == 1 and "廃止" in done(person, "policy", "list")


def step(window: Terminal, label: str, *answers: str, state: str) -> str:
    """Take a step by its label; answers go into the questions in order ("" leaves one as it is). The dialog's text, flat."""
    window.send("f8")
    shown = window.wait(lambda text: re.search(rf"[0-9] {label}", text) is not None, f"{label} to be offered")
    digit = re.search(rf"([0-9]) {label}", shown)
    assert digit, shown
    window.send(digit[1])
    dialog = window.wait(
        lambda text: "今の状態は" not in text and "決める" in text, f"the questions of {label}"
    )
    window.read(0.6)
    texts = [window.text()]
    for _ in range(4):  # what holds the step stands first, what is different beneath it
        window.send("pagedown")
        window.read(0.3)
        texts.append(window.text())
    dialog = re.sub(r"[\s|│▁-█▌]", "", "".join(texts))
    for at, answer in enumerate(answers):
        if at:
            window.send("tab")
        if answer:
            window.send(answer)
            window.wait_for(answer)
    window.send("f10")
    shown = window.wait(lambda text: state in text or ASKS_WHY in text, f"{state} or the question why")
    if state not in shown:
        window.send("紙で確かめた")
        window.wait_for("紙で確かめた")
        window.send("f10")
        window.wait_for(state)
    return dialog


ASKS_WHY = "このまま進める理由を入力してください"
"""What is said at the question for the reason to go on over items that nobody confirmed."""


def test_on_the_screen(person: Person) -> None:
    window = person.named().window(columns=80, rows=24)
    window.wait_for("対応が必要なもの")
    window.send("3")
    window.wait_for("まだありません")
    window.send("e")
    window.wait_for("上田市行政チャンネル")
    window.send("f10")
    window.wait_for("・保存済み")
    step(window, "決裁に出す", "急ぎです", state="決裁待ち  必須")
    step(window, "差し戻す", "FAXを確かめる", state="差戻し  必須")
    step(window, "決裁に出す", state="決裁待ち  必須")
    dialog = step(window, "決裁済にする", "課長　上田太郎", "広第12号", state="決裁済  必須")
    assert "決裁した人" in dialog and "PgDn" in dialog
    window.send("end")
    window.send("改")
    window.wait_for("・違いは F7")
    window.send("f7")
    window.wait_for("《追加：改》")
    window.send("f10")
    window.wait_for("・保存済み")
    dialog = step(window, "決裁に出す", state="決裁待ち  必須")
    assert "のときと" in dialog and "《追加：改》" in dialog
    dialog = step(window, "決裁済にする", "課長　上田太郎", "広第15号", state="決裁済  必須")
    assert "のときと" in dialog and "決裁した人" in dialog
    step(window, "公表を記録する", "https://www.city.ueda.nagano.jp/a.html", state="決裁済  必須")
    step(window, "休止する", "", "改修のため", state="休止  必須")
    step(window, "再開する", state="決裁済  必須")
    step(window, "廃止する", "", "番組の終了", "2", "共有フォルダーに保存", state="廃止  必須")
    acts = [one["act"] for one in log(person)]
    assert acts == ["created", "submit", "return", "submit", "decide", "submit", "decide", "published", "suspend",
                    "resume", "close"]  # fmt: skip
    assert log(person)[-1]["given"]["fate_data"] == "共有フォルダーに保存"
    window.send("f8")
    assert "決裁に出す" not in window.wait_for("今の状態は「廃止」")


def test_a_policy_is_copied_into_a_new_draft(person: Person) -> None:
    person.named()
    done(person, "policy", "new", "--from", "sample", "--id", "channel")
    done(person, "policy", "submit", "channel", *HELD)
    window = person.window()
    window.wait_for("対応が必要なもの")
    window.send("3")
    window.wait_for("見直し: 決めていません")
    window.send("y")
    window.wait_for("下書き  必須")
    window.send("f10")
    window.wait_for("・保存済み")
    copied = [one for one in person.files("policies") if one.stem != "channel"]
    (kept,) = [tomllib.loads(one.read_text(encoding="utf-8")) for one in copied]
    assert kept["values"]["account"] == "cityuedakoho"
    assert [one["act"] for one in kept["log"]] == ["created"]
