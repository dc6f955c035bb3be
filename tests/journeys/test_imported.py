"""Five guidelines in five published shapes, brought in by the command: used by commands, and in a window by keys.

The texts are in tests/guideline/published. `TOUCHED` is how many lines of the made files a person had to touch.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from conftest import ROOT, Person

pytestmark = pytest.mark.journey

PUBLISHED = ROOT / "tests" / "guideline" / "published"
SHAPES = {
    "ordinance.txt": ("第3条第2項", "第2条", "運用責任者"),
    "outline.txt": ("第２の１の(1)のイ", "第2の1", "利用方針"),
    "decimal.txt": ("2.1", "2.1(1)", "発信"),
    "page.html": ("基本原則・2", "免責", "責任"),
    "kanji.txt": ("第二条第二号ロ", "第二条", "所長"),
}
"""File -> a citation, another, and a word that stands in the text."""
TOUCHED = 0
VALUES = {
    "platform": "X", "url": "https://x.com/minato", "period": "令和8年4月1日から当面の間", "section": "広報課",
    "line": "みなと広報", "text": "市のお知らせを発信します。", "date": "令和8年4月1日", "choice": "",
}  # fmt: skip


def done(person: Person, *words: str, codes: tuple[int, ...] = (0,)) -> str:
    """Run a command and give what it said; the exit code must be one of those expected."""
    run = person.run(*words)
    assert run.returncode in codes, f"{words}: {run.returncode}\n{run.stdout}{run.stderr}"
    return run.stdout + run.stderr


def made(person: Person, shape: str) -> Path:
    """The folder of an imported guideline; nothing in it is touched by hand."""
    folder = person.home / "made"
    done(person, "guideline", "import", str(PUBLISHED / shape), str(folder))
    assert "誤りはありません" in done(person, "guideline", "check", str(folder))
    return folder


@pytest.mark.parametrize("shape", SHAPES)
def test_by_commands(person: Person, shape: str) -> None:
    person.named()
    city = ("--guideline", str(made(person, shape)))
    citation, other, word = SHAPES[shape]
    for wanted in (citation, other):
        assert len(json.loads(done(person, *city, "read", wanted, "--json"))) >= 1
    assert word in done(person, *city, "find", word)
    form = json.loads(done(person, *city, "record", "forms", "--json"))
    assert {entry["purpose"] for entry in form} >= {"アカウントごとの方針", "投稿の前の確認"}
    done(person, *city, "policy", "new", "--id", "koho", *values(person, city), codes=(0, 1))
    done(person, *city, "policy", "set", "koho", f"{fields(person, city)[0][0]}=みなと市広報")
    life(person, city, "koho")
    assert "みなと市広報" in done(person, *city, "policy", "export", "koho", "--format", "text", "-o", "-")
    post = ("post", "new", "--id", "p1", "accounts=koho", "text=あすは図書館を開けます。")
    done(person, *city, *post, codes=(0, 1))
    items = re.findall(
        r'id = "(item-[0-9]+)"', (Path(city[1]) / "checklists" / "post.toml").read_text("utf-8")
    )
    done(person, *city, "post", "check", "p1", *(f"{item}=ok" for item in items), codes=(0, 1))
    assert "投稿可" in done(person, *city, "post", "show", "p1", codes=(0, 1))


def fields(person: Person, city: tuple[str, str]) -> list[tuple[str, str]]:
    """The policy's fields, each with its type."""
    text = (Path(city[1]) / "forms" / "policy.toml").read_text("utf-8")
    tables = re.findall(r"\[\[field\]\]\n(.*?)(?:\n\n|\Z)", text, re.DOTALL)
    return [
        (re.search(r'id = "(.+)"', table)[1], re.search(r'type = "(.+)"', table)[1])  # type: ignore[index]
        for table in tables
    ]


def values(person: Person, city: tuple[str, str]) -> list[str]:
    """A value for every field."""
    return [f"{name}={VALUES[kind]}" for name, kind in fields(person, city)]


def life(person: Person, city: tuple[str, str], policy: str) -> None:
    """Filed, or handed in and consented to, as the text has it."""
    text = (Path(city[1]) / "forms" / "policy.toml").read_text("utf-8")
    if 'id = "submit"' in text:
        done(person, *city, "policy", "submit", policy)
        done(person, *city, "policy", "decide", policy, "by=広報課長", "date=R8.11.20")
    else:
        done(person, *city, "record", "step", policy, "届け出る", "date=R8.11.20")
    assert "下書き" not in done(person, *city, "policy", "list")


@pytest.mark.parametrize("shape", SHAPES)
def test_in_a_window(person: Person, shape: str) -> None:
    person.named()
    folder = made(person, shape)
    _, _, word = SHAPES[shape]
    window = person.window("--guideline", str(folder), columns=100, rows=30)
    window.wait_for("対応が必要なもの")
    window.send("2")
    window.wait_for("ガイドライン")
    window.send("/")
    window.wait_for("引用")
    window.send(word)
    window.wait(lambda text: text.count(word) > 1, f"「{word}」 to be found")
    window.send("escape")
    window.send("3")
    window.wait_for("まだありません")
    window.send("n")
    window.wait_for("保存")
    window.send("みなと広報")
    window.wait_for("みなと広報")
    window.send("f10")
    window.wait_for("保存しました")
    window.send("f7")
    window.wait_for("みなと広報")
    window.send("f9")
    window.wait_for("書き出すフォルダー")
    window.send("f10")
    window.wait_for("書き出しました")
    assert list(person.home.glob("*.docx"))
    window.send("f2")
    window.wait_for("どこへ行きますか")
    window.send("4")
    window.wait_for("まだありません")
    window.send("n")
    window.wait_for("本文")
    window.send("f10")
    window.wait_for("保存しました")
    window.send("f6")
    window.wait_for("結果:")
    window.send("space")
    window.wait_for("  適合 ")
    window.send("f10")
    window.wait_for("保存しました")
    assert list(person.data.rglob("posts/**/*.toml"))
    assert TOUCHED == 0
