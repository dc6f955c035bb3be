"""Reading: find by romaji, follow a reference, go back to the exact line, cite, compare editions; nothing jumps."""

from __future__ import annotations

import base64
import shutil

import pytest
from conftest import ROOT, Person
from newcomer import well_printed

pytestmark = pytest.mark.journey


def test_find_by_romaji_follow_go_back_and_cite(person: Person) -> None:
    window = person.named().window(columns=80, rows=24)
    window.wait_for("対応が必要なもの")
    window.send("2")
    window.wait_for("国民生活に急速に浸透し始めている")
    window.send("/")
    window.wait_for("言葉を入れると")
    for letter in "shozoku":
        window.send(letter)
    window.wait_for("1/")
    found = window.wait_for("所属長の了承")
    well_printed(found)
    window.send("enter")
    window.wait_closed("探す")
    window.wait_for("情報発信を行う際は、原則として所属長")
    window.send("y")
    window.wait_for("クリップボードへ送りました")
    window.send("escape")
    osc = bytes(window.raw).split(b"\x1b]52;c;")[-1].split(b"\x07")[0].split(b"\x1b")[0]
    assert (
        base64.b64decode(osc)
        .decode()
        .startswith(
            "『ソーシャルメディアの利活用に関する上田市ガイドライン』（令和6年1月4日改定）4(2)オ「情報発信を行う際は"
        )
    )
    window.send("/")
    window.wait_for("言葉を入れると")
    window.send("６")
    window.wait_for("市職員が私的に利用する際の留意点")
    window.send("enter")
    window.wait_closed("探す")
    window.wait_for("本市職員が私的に")
    window.send("enter")
    window.wait_for("どの参照先を開きますか")
    before = window.text()
    window.send("enter")
    window.wait_for("ソーシャルメディアを安全に活用するために")
    window.send("[")
    back = window.wait_for("本市職員が私的にソーシャルメディアを利用する場合は")
    assert "▌ 6" in back and before
    window.send("q")
    assert window.wait_end() == 0


def test_the_title_block_stands_above_the_text_is_found_and_is_cited(person: Person) -> None:
    window = person.named().window(columns=80, rows=24)
    window.wait_for("対応が必要なもの")
    window.send("2")
    first = window.wait_for("平成25年12月12日策定")
    assert "上田市総務部広報情報課" in first and "上田市政策企画部広報課" in first
    window.send("end")
    window.send("/")
    window.wait_for("言葉を入れると")
    window.send("広報情報課 策定")
    window.wait_for("表題 平成25年12月12日策定")
    window.send("enter")
    window.wait_closed("探す")
    window.wait_for("│▌     平成25年12月12日策定")
    window.send("y")
    window.wait_for("クリップボードへ送りました")
    osc = bytes(window.raw).split(b"\x1b]52;c;")[-1].split(b"\x07")[0].split(b"\x1b")[0]
    cited = "『ソーシャルメディアの利活用に関する上田市ガイドライン』（令和6年1月4日改定）"
    assert base64.b64decode(osc).decode() == cited
    window.send("escape")
    window.send("q")
    assert window.wait_end() == 0


def test_the_place_is_remembered_between_runs(person: Person) -> None:
    for wanted in ("言葉を入れると", ""):
        window = person.named().window() if wanted else person.window()
        window.wait_for("対応が必要なもの")
        window.send("2")
        if wanted:
            window.wait_for("国民生活に")
            window.send("/")
            window.wait_for(wanted)
            window.send("5(8)")
            window.wait_for("次に掲げる情報は発信してはならない")
            window.send("enter")
            window.wait_for("▌ (8)")
        else:
            window.wait_for("▌ (8)")
        window.send("q")
        assert window.wait_end() == 0


def test_nothing_found_offers_what_is_near(person: Person) -> None:
    window = person.named().window()
    window.wait_for("対応が必要なもの")
    window.send("/")
    window.wait_for("言葉を入れると")
    window.send("5(9)")
    window.wait_for("見つかりません")
    window.wait_for("5(8)")


def test_two_editions_are_compared(person: Person) -> None:
    newer = person.home / "newer"
    shutil.copytree(ROOT / "guideline", newer)
    head = newer / "guideline.toml"
    head.write_text(
        head.read_text(encoding="utf-8").replace("edition = 2024-01-04", "edition = 2027-04-01"),
        encoding="utf-8",
    )
    chapter = newer / "chapters" / "05-safety.md"
    text = chapter.read_text(encoding="utf-8")
    chapter.write_text(
        text.replace("個人情報の漏えいに注意すること。", "個人情報と写真の漏えいに十分注意すること。"),
        encoding="utf-8",
    )
    window = person.named().window(columns=100, rows=30)
    window.wait_for("対応が必要なもの")
    window.send("2")
    window.wait_for("国民生活に")
    window.send("f7")
    window.wait_for("版を比べる")
    window.send("tab")
    window.send(str(newer))
    window.wait_for("newer")
    window.send("f10")
    shown = window.wait_for("  変更 ")
    assert "5(5)" in shown and "十分" in shown
    said = person.run("guideline", "compare", "2024-01-04", str(newer))
    assert said.returncode == 1 and "変更: 5(5)" in said.stdout


def test_narrow_wide_and_too_small_windows(person: Person) -> None:
    window = person.named().window(columns=40, rows=20)
    window.wait_for("対応が必要なもの")
    window.send("2")
    well_printed(window.wait_for("急速に浸透し始めている"))
    window.resize(160, 50)
    wide = window.wait(lambda text: "ガイドライン策定の目的" in text, "the contents to stand beside")
    well_printed(wide)
    window.resize(30, 8)
    window.wait_for("ウィンドウが小さすぎます")
    window.resize(80, 24)
    window.wait(lambda text: "小さすぎます" not in text and "引用をコピー" in text, "the text to be back")
    window.send("q")
    assert window.wait_end() == 0
