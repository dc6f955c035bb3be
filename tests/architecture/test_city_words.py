"""The words of a city's procedure come from its forms: no string of the program says 決裁, 了承 or 利用方針."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[2] / "uedasns_tui"
WORDS = ("決裁", "了承", "利用方針", "投稿前チェック", "台帳")
KNOWLEDGE = {"guideline/import_history.py", "formats/headings.py"}
"""How Japanese texts and sheets of any office are written: what a date is followed by, what a remark begins with."""


def strings(tree: ast.Module) -> Iterator[ast.Constant]:
    """Every string of a module that is no docstring."""
    notes = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in notes:
            yield node


def test_no_string_of_the_program_holds_a_word_of_one_citys_procedure() -> None:
    lines = [
        f"{path.relative_to(PACKAGE)}:{text.lineno}: {word}"
        for path in sorted(PACKAGE.rglob("*.py"))
        if path.relative_to(PACKAGE).as_posix() not in KNOWLEDGE
        for text in strings(ast.parse(path.read_text(encoding="utf-8")))
        for word in WORDS
        if word in str(text.value)
    ]
    assert lines == []


def test_a_word_in_a_string_is_seen_and_one_in_a_docstring_is_not() -> None:
    tree = ast.parse('"""決裁"""\ndef f():\n    """了承"""\n    return f"{x}の台帳"\n')
    assert [text.value for text in strings(tree)] == ["の台帳"]
