"""What happens to a post by commands alone: pictures, consent, urgency, correction, deletion, reactions."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest
from conftest import Person
from test_posts import with_policy

pytestmark = pytest.mark.journey
TEXT = "上田城跡公園の紅葉が見頃です。"


def done(person: Person, *words: str, code: int = 0) -> str:
    """Run a command and give what it said; the exit code must be the one expected."""
    run = person.run(*words)
    assert run.returncode == code, f"{words}: {run.returncode}\n{run.stdout}{run.stderr}"
    return run.stdout + run.stderr


def begun(person: Person, *more: str) -> None:
    """A post with every shown item confirmed."""
    with_policy(person)
    done(
        person,
        "post",
        "new",
        "kind=official",
        "accounts=channel",
        "title=紅葉",
        f"text={TEXT}",
        "--id",
        "autumn",
        *more,
    )


def confirm(person: Person) -> None:
    """Answer every item of the checklist that applies."""
    checklist = tomllib.loads(
        (Path(__file__).parents[2] / "guideline" / "checklists" / "post.toml").read_text(encoding="utf-8")
    )
    person.run("post", "check", "autumn", "quote=no")
    for item in checklist["item"]:
        person.run("post", "check", "autumn", f"{item['id']}=ok")


def outcome(person: Person) -> str:
    """The outcome's label."""
    return str(json.loads(person.run("post", "show", "autumn", "--json").stdout)["outcome"])


def test_a_picture_without_words_for_it_is_pointed_at(person: Person) -> None:
    begun(person)
    done(person, "post", "media", "autumn", "file=momiji.jpg")
    assert "代替テキストがありません" in person.run("post", "show", "autumn").stdout
    done(
        person,
        "post",
        "media",
        "autumn",
        "file=momiji.jpg",
        "alt=赤く色づいた木",
        "consent=人は写っていない",
        "source=職員撮影",
    )
    assert "代替テキストがありません" not in person.run("post", "show", "autumn").stdout
    (file,) = person.files("posts")
    assert tomllib.loads(file.read_text(encoding="utf-8"))["media"][0]["alt"] == "赤く色づいた木"


def test_consent_lapses_with_an_edit_and_the_words_say_so(person: Person) -> None:
    begun(person)
    confirm(person)
    assert outcome(person) == "了承待ち"
    done(person, "post", "submit", "autumn")
    done(person, "post", "return", "autumn", "reason=日付を入れる")
    done(person, "post", "submit", "autumn")
    done(person, "post", "approve", "autumn", "by=課長　上田太郎", "method=phone", "recorded_by=上田　花子")
    assert outcome(person).startswith("投稿可")
    person.run("post", "set", "autumn", "text=上田城跡公園の紅葉が、いま見頃です。")
    assert outcome(person) == "確認中", "the answers that rest on the text lapse with it"
    assert "失効" in person.run("post", "list").stdout
    refused = done(
        person,
        "post",
        "posted",
        "autumn",
        "address=https://x.com/ueda/1",
        "time=2026-11-23 11:00",
        "unchanged=yes",
        code=4,
    )
    assert "できません" in refused


def test_ones_own_consent_is_visible(person: Person) -> None:
    begun(person)
    confirm(person)
    done(person, "post", "submit", "autumn")
    said = done(person, "post", "approve", "autumn", "by=上田　花子", code=1)
    assert "同じです" in said


def test_urgent_is_posted_first_and_waits_for_consent_afterwards(person: Person) -> None:
    begun(person, "urgent=yes")
    done(
        person,
        "post",
        "posted",
        "autumn",
        "address=https://x.com/ueda/1",
        "time=2026-11-23 09:50",
        "reason=避難所を開いた",
    )
    assert "事後" in person.run("post", "list").stdout
    assert "事後" in person.run("todo").stdout
    done(person, "post", "late", "autumn", "by=課長　上田太郎", "--anyway", "当日は確かめられなかった")
    assert "事後" not in person.run("todo").stdout


def test_correction_and_deletion_leave_the_original(person: Person) -> None:
    begun(person)
    confirm(person)
    done(person, "post", "submit", "autumn")
    done(person, "post", "approve", "autumn", "by=課長　上田太郎")
    done(
        person,
        "post",
        "posted",
        "autumn",
        "address=https://x.com/ueda/1",
        "time=2026-11-23 11:00",
        "unchanged=no",
        "posted_text=紅葉が見頃です！",
    )
    done(person, "post", "corrected", "autumn", "correction=公園は午後5時に閉まります。")
    done(person, "post", "reacted", "autumn", "date=2026-11-24", "likes=12")
    done(person, "post", "deleted", "autumn", "reason=誤りが多いため")
    (file,) = person.files("posts")
    log = tomllib.loads(file.read_text(encoding="utf-8"))["log"]
    acts = {one["act"]: one for one in log}
    assert acts["posted"]["given"]["posted_text"] == "紅葉が見頃です！"
    assert acts["approve"]["stamp"]["values"]["text"] == TEXT
    assert [one["act"] for one in log][-3:] == ["correct", "react", "delete"]
    assert "削除済" in person.run("post", "list").stdout
