"""Runs every kind of finding over a text, in the order of the text. Used by services, command and screen.

A new kind is one module `findings/KIND.py` with `find(text, context)`, and its line in `schema.FINDINGS`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from typing import cast

from uedasns_tui.findings.finding import Finding, FindingContext
from uedasns_tui.findings.post_text import PostText, read_post_text
from uedasns_tui.findings.words import find as find_words
from uedasns_tui.guideline.facts_schema import WordList
from uedasns_tui.guideline.schema import FINDINGS

Find = Callable[[PostText, FindingContext], Iterator[Finding]]


@cache
def readers() -> tuple[Find, ...]:
    """The reader of each kind, and that of the word lists."""
    modules = (import_module(f"uedasns_tui.findings.{kind}") for kind in FINDINGS)
    return (*(cast(Find, module.find) for module in modules), find_words)


def find(text: str, context: FindingContext) -> tuple[Finding, ...]:
    """What a careful colleague would point at, sorted by place. Hints to confirm; an empty result proves nothing."""
    post = read_post_text(text)
    return tuple(sorted({finding for read in readers() for finding in read(post, context)}))


def kind_title(kind: str, words: tuple[WordList, ...]) -> str:
    """What a kind is called in Japanese: 曜日, 電話番号; a word list by its title."""
    titles = {listed.kind: listed.title for listed in words}
    return FINDINGS.get(kind) or titles.get(kind, kind)
