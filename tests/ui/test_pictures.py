"""The README's pictures are the real screen: what the script makes now is what is in docs/."""

from __future__ import annotations

import importlib.util
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from typing import Any

from rich.segment import Segment
from rich.style import Style

from uedasns_tui.japanese import width

ROOT = Path(__file__).resolve().parents[2]


def pictures() -> Any:
    """The script."""
    spec = importlib.util.spec_from_file_location("pictures", ROOT / ".ci" / "pictures.py")
    assert spec is not None and spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    return script


def test_reverse_and_dim_are_drawn_as_a_terminal_draws_them() -> None:
    """The thumb of a scrollbar is a blank in reverse: its colour is the letters'."""
    cells = pictures().cells
    (thumb,) = cells(Segment(" ", Style(color="#112233", reverse=True)), 3)
    assert 'fill="#112233"' in thumb and thumb.startswith("<rect")
    back, letter = cells(Segment("a", Style(color="#112233", bgcolor="#ddeeff", reverse=True)), 0)
    assert 'fill="#112233"' in back and 'fill="#ddeeff"' in letter
    back, end = cells(Segment("▄", Style(color="#112233", bgcolor="#ddeeff")), 0)
    assert back.startswith("<rect") and 'y="9" width="8" height="9" fill="#112233"' in end
    _, dim = cells(Segment("a", Style(color="#000000", bgcolor="#c8c8c8", dim=True)), 0)
    assert 'fill="#646464"' in dim


def test_the_pictures_are_what_the_script_makes(tmp_path: Path) -> None:
    script = pictures()
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for made in script.make(tmp_path):
        file = ROOT / "docs" / made.name
        assert f"docs/{made.name}" in readme
        assert made.read_bytes() == file.read_bytes(), (
            f"{file} is another: run python .ci/pictures.py and look"
        )
        for text in ElementTree.parse(file).iter("{http://www.w3.org/2000/svg}text"):
            assert int(text.get("textLength", "")) == width.cells(text.text or "") * script.CELL
