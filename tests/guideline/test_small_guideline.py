"""The small invented guideline in tests/fixtures/ is without fault, and uses every key of every table there is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

from uedasns_tui.cli.main import run
from uedasns_tui.guideline.loader import load
from uedasns_tui.guideline.schema import FieldType
from uedasns_tui.guideline.toml_reader import fields


def test_it_is_without_fault(small_guideline: Path, tmp_path: Path, capsys) -> None:
    assert run(["guideline", "check", str(small_guideline)]) == 0
    assert run(["--guideline", str(small_guideline), "doctor", "--data", str(tmp_path)]) == 0
    assert run(["--guideline", str(small_guideline), "doctor", "--coverage"]) == 0


def test_it_uses_every_key_and_every_type_of_field(small_guideline: Path) -> None:
    guideline = load(small_guideline).guideline
    assert guideline is not None
    used: dict[type, set[str]] = {}
    for table in _tables(tuple(guideline.sources.values())):
        filled = {
            name for name in fields(type(table)) or () if getattr(table, name) not in ("", (), {}, 0, None)
        }
        used.setdefault(type(table), set()).update(filled)
    unused = {
        (table.__name__, name) for table, names in used.items() for name in set(fields(table) or ()) - names
    }
    assert unused == set()
    types = {field.type for form in guideline.forms.values() for field in form.field}
    assert types == set(get_args(FieldType))


def _tables(value: Any) -> Iterator[Any]:
    if fields(type(value)) is not None:
        yield value
        for name in fields(type(value)) or ():
            yield from _tables(getattr(value, name))
    elif isinstance(value, tuple):
        for part in value:
            yield from _tables(part)
