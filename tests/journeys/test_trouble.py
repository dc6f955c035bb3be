"""An incident from the first minute to its end: by the screen to the report, by commands to the close."""

from __future__ import annotations

import tomllib

import pytest
from conftest import Person

pytestmark = pytest.mark.journey


def test_two_keys_from_anywhere_to_the_steps_and_on_to_the_report(person: Person) -> None:
    person.named()
    window = person.window(columns=80, rows=40)
    window.wait_for("対応が必要なもの")
    window.send("5")
    window.wait_for("所属長")
    window.wait_for("0268-71-8080")
    window.send("n")
    window.wait_for("確認 0/")  # the steps come first
    window.send("f6")
    window.wait_for("未保存")
    window.send("古い日付の案内を投稿した")
    window.wait_for("古い日付の案内を投稿した")
    window.send("f12")
    window.wait_for("このまま閉じる")
    window.wait_for("トラブルの報告")  # it opens at its top, and all of it can be read
    window.send("pagedown")
    window.wait_for("問題の投稿の文、URL、画面を")
    window.send("escape")
    window.wait_for("何が起きたか")
    window.send("f10")
    window.wait_for("保存しました")
    (file,) = person.files("incidents")
    assert tomllib.loads(file.read_text(encoding="utf-8"))["values"]["what"] == "古い日付の案内を投稿した"


def test_from_report_to_close_by_commands(person: Person) -> None:
    person.named()
    made = person.run(
        "incident",
        "new",
        "what=誤った日付の投稿",
        "kind=mispost",
        "where=X",
        "found_at=2026-11-23 09:30",
        "found_by=市民からの電話",
        "--id",
        "misdate",
    )
    assert made.returncode in (0, 1), made.stderr
    assert "misdate" in made.stdout
    added = person.run("incident", "add", "misdate", "note=所属長に知らせた")
    assert added.returncode in (0, 1), added.stderr
    report = person.run("incident", "report", "misdate")
    assert "誤った日付の投稿" in report.stdout and "所属長に知らせた" in report.stdout
    refused = person.run("incident", "close", "misdate", "outcome=訂正した")
    assert refused.returncode == 4 and "再発" in refused.stderr
    closed = person.run(
        "incident", "close", "misdate", "outcome=訂正した", "prevention=二人で日付を読み合わせる"
    )
    assert "終結" in closed.stdout, closed.stdout + closed.stderr
    kept = tomllib.loads(person.files("incidents")[0].read_text(encoding="utf-8"))
    assert [one["act"] for one in kept["log"]] == ["created", "note", "close"]


def test_private_trouble_is_reported_and_not_kept(person: Person) -> None:
    person.named()
    told = person.run(
        "incident",
        "new",
        "what=同僚の個人アカウントの投稿",
        "kind=violation",
        "origin=private",
        "found_by=自分",
    )
    assert "保存しませんでした" in told.stdout
    assert "同僚の個人アカウントの投稿" in told.stdout
    assert not [
        path
        for path in person.home.rglob("*")
        if path.is_file() and "同僚" in path.read_text(errors="ignore")
    ]
