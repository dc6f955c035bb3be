"""Names say what a thing is: no class name twice, no vague locals, no module named by a bare gerund."""

from __future__ import annotations

import ast
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[2] / "uedasns_tui"
VAGUE = {"one", "ones", "found", "said", "told", "there", "given", "kept"}
MOST_VAGUE = 0.2
"""Per cent of all uses of names."""
NOUNS = {"numbering", "finding", "string", "setting", "spelling"}
"""Words in -ing that are nouns of the field."""
MODULES = sorted(PACKAGE.rglob("*.py"))


def names(tree: ast.AST) -> Iterator[str]:
    """Every use of a name: variables, parameters, attributes."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.Attribute):
            yield node.attr


def vague_share(trees: dict[Path, ast.Module]) -> tuple[float, Counter[str]]:
    """Per cent of uses that are vague, and where they are."""
    uses, where = 0, Counter[str]()
    for path, tree in trees.items():
        for name in names(tree):
            uses += 1
            where[path.name] += name in VAGUE
    return 100 * where.total() / uses, where


def parsed() -> dict[Path, ast.Module]:
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in MODULES}


def test_no_two_classes_share_a_name() -> None:
    files: dict[str, list[str]] = defaultdict(list)
    for path, tree in parsed().items():
        for node in tree.body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                files[node.name].append(str(path.relative_to(PACKAGE)))
    assert {name: where for name, where in files.items() if len(where) > 1} == {}


def test_vague_names_are_rare() -> None:
    share, where = vague_share(parsed())
    print(f"vague names: {share:.2f} % of all uses")
    assert share <= MOST_VAGUE, [entry for entry in where.most_common(10) if entry[1]]


def test_vague_names_are_seen() -> None:
    share, where = vague_share({Path("a.py"): ast.parse("one = found.said\nfield = 1\n")})
    assert (share, where) == (75.0, Counter({"a.py": 3}))


def test_no_module_is_named_by_a_bare_gerund() -> None:
    stems = {path.stem for path in MODULES} | {path.name for path in PACKAGE.rglob("*") if path.is_dir()}
    assert {stem for stem in stems if stem.endswith("ing") and "_" not in stem} - NOUNS == set()
