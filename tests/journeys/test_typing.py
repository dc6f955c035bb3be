"""Typing faster than the program: all at once into the terminal, and each key where it was meant for."""

from __future__ import annotations

import re
import tomllib

import pytest
from conftest import Person
from test_posts import with_policy

pytestmark = pytest.mark.journey


def test_a_whole_post_typed_in_one_breath(person: Person) -> None:
    """Place, new, kind, whom one answers, text with a paste in its middle, save: one write to the terminal."""
    with_policy(person)
    window = person.window(columns=80, rows=44)
    window.wait_for("対応が必要なもの")
    window.send("4n\t2\t市民の声\t11月24日（火）に\x1b[200~上田城跡公園で\x1b[201~まつりを開催します。\x13")
    window.wait_for("保存しました")
    (file,) = person.files("posts")
    values = tomllib.loads(file.read_text(encoding="utf-8"))["values"]
    assert (values["kind"], values["replied"]) == ("reply", "市民の声")
    assert values["text"] == "11月24日（火）に上田城跡公園でまつりを開催します。"


def test_what_is_typed_while_the_program_starts(person: Person) -> None:
    """The place and the finder with its words, typed before there is a screen."""
    person.named()
    window = person.window()
    window.wait(lambda text: bool(text.strip()), "the first sign of life")
    window.send("2/hensin\r")
    hit = re.compile(r"^[^\n]*▌ [^\n]*返信.*引用をコピー", re.DOTALL | re.MULTILINE)
    window.wait(lambda text: hit.search(text) is not None, "the reader at the first hit")
