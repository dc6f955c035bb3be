"""The house holds: layers, sizes, the terminal's libraries in one room, nothing that names a clause in code."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CODE = sorted((ROOT / "uedasns_tui").rglob("*.py"))
LIMIT = 310


@pytest.mark.parametrize("path", CODE, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_is_one_room_with_a_docstring(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= LIMIT, "a longer file is usually two rooms"
    tree = ast.parse(text)
    assert ast.get_docstring(tree), "a module says what it is, who uses it and why"
    if path.name == "__init__.py":
        assert len(tree.body) == 1, "__init__.py holds a docstring only"


@pytest.mark.parametrize("path", CODE, ids=lambda path: str(path.relative_to(ROOT)))
def test_public_things_say_what_they_are(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    silent = [
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]
    assert not silent


def test_only_ui_knows_the_terminals_libraries() -> None:
    for path in CODE:
        if path.is_relative_to(ROOT / "uedasns_tui" / "ui"):
            continue
        assert not re.search(r"^\s*(from|import) (textual|rich)\b", path.read_text(encoding="utf-8"), re.M), (
            path
        )


def test_no_code_names_a_clause_of_the_guideline() -> None:
    cited = re.compile(r"""["'][1-8]\([0-9]\)[ア-ン①-⑨]""")
    named = [str(path) for path in CODE if cited.search(path.read_text(encoding="utf-8"))]
    assert not named


def test_a_command_without_a_screen_imports_no_textual() -> None:
    program = (
        "import sys; from uedasns_tui.cli.main import run; run(['read', '1']); "
        "print(sorted(name for name in sys.modules if name.split('.')[0] in ('textual', 'rich')))"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert run.stdout.strip().endswith("[]")


def test_nothing_committed_names_a_registry_host() -> None:
    files = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False
    ).stdout.decode()
    for name in filter(None, files.split("\0")):
        path = ROOT / name
        if path.suffix in (".toml", ".txt", ".lock", ".cfg", ".md", ".yaml", "") and path.is_file():
            text = path.read_text(encoding="utf-8", errors="replace")
            assert "/simple/" not in text or name == "tests/house/test_house.py", name
