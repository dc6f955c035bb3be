"""The house holds: layers, sizes, the terminal's libraries in one room, nothing that names a clause in code."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CODE = sorted((ROOT / "uedasns_tui").rglob("*.py"))
LIMIT = 350


@pytest.mark.parametrize("path", CODE, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_is_one_room_with_a_docstring(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= LIMIT, "a longer file usually has two subjects"
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


def test_no_thread_shows_what_it_read_in_a_screen_that_may_be_gone() -> None:
    """`call_from_thread` runs at once, also while a screen is taken apart; `call_later` of the screen does not."""
    at_once = [path for path in CODE if "call_from_thread" in re.sub(r"`[^`]*`", "", path.read_text("utf-8"))]
    # the app itself saves its drafts at once; home shows nothing where its rows are gone
    assert [path.name for path in at_once] == ["home.py", "sudden_end.py"]


def test_no_code_asks_platform() -> None:
    """Before Python 3.12 its functions start cmd.exe on Windows, which guards of an office's PCs report."""
    asked = [
        path
        for path in CODE
        if re.search(r"^\s*(from|import) platform\b", path.read_text(encoding="utf-8"), re.M)
    ]
    assert not asked


def test_no_code_names_a_clause_of_the_guideline() -> None:
    cited = re.compile(r"""["'][1-8]\([0-9]\)[ア-ン①-⑨]""")
    named = [str(path) for path in CODE if cited.search(path.read_text(encoding="utf-8"))]
    assert not named


DIRECTIVE = re.compile(r"%[-#EO]?[A-Za-z]")


def letters(*nodes: ast.AST) -> str:
    """Every text constant in these, joined."""
    constants = (part for node in nodes for part in ast.walk(node) if isinstance(part, ast.Constant))
    return "".join(part.value for part in constants if isinstance(part.value, str))


def time_formats(tree: ast.AST) -> list[str]:
    """Formats of times that hold more than ASCII: where they are used, and any text that looks like one."""
    texts = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.FormattedValue) and node.format_spec:
            texts.add(letters(node.format_spec))
        elif isinstance(node, ast.Call) and getattr(node.func, "attr", "") in ("strftime", "__format__"):
            texts.add("%c" + letters(*node.args))
        elif isinstance(node, ast.Constant):
            texts.add(letters(node))
    return sorted(text for text in texts if DIRECTIVE.search(text) and not text.isascii())


def test_no_format_of_a_time_holds_japanese() -> None:
    """Python before 3.12 raises for it on Windows: the C runtime takes the format in the C locale's encoding."""
    for path in CODE:
        assert not time_formats(ast.parse(path.read_text(encoding="utf-8"))), path
    planted = "f'{at:%m{month}日}'; at.strftime('年'); time.strftime(f'%H{x}時', at); FORM = '%M分'"
    assert time_formats(ast.parse(planted)) == ["%M分", "%c%H時", "%c年", "%m日"]


def test_no_test_reads_a_clock_to_judge_by() -> None:
    """A busy machine is slow and not wrong. Journeys end their waiting by one, so that nothing hangs; the scanner's test
    puts one of its own in its place."""
    clock = re.compile(r"\b(perf_counter|process_time|thread_time|monotonic|timeit)(_ns)?\b")
    tests = ROOT / "tests"
    found = {
        path.relative_to(tests).as_posix()
        for path in tests.rglob("*.py")
        if not path.is_relative_to(tests / "benchmarks") and path != Path(__file__)
        if clock.search(path.read_text(encoding="utf-8"))
    }
    assert found == {"journeys/terminal.py", "storage/test_scanner.py"}


def test_a_command_without_a_screen_imports_no_textual() -> None:
    program = (
        "import sys; from uedasns_tui.cli.main import run; run(['read', '1']); "
        "print(sorted(name for name in sys.modules if name.split('.')[0] in ('textual', 'rich')))"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, encoding="utf-8", check=True)
    assert run.stdout.strip().endswith("[]")


@pytest.mark.skipif(not shutil.which("git"), reason="git tells what is committed")
def test_nothing_committed_names_a_registry_host() -> None:
    files = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False
    ).stdout.decode()
    for name in filter(None, files.split("\0")):
        path = ROOT / name
        if path.suffix in (".toml", ".txt", ".lock", ".cfg", ".md", ".yaml", "") and path.is_file():
            text = path.read_text(encoding="utf-8", errors="replace")
            assert "/simple/" not in text or name == "tests/architecture/test_house.py", name
