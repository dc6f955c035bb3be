"""The README's pictures are the real screen: what the script makes now is what is in docs/."""

from __future__ import annotations

import importlib.util
import xml.etree.ElementTree as ElementTree
from pathlib import Path

from uedasns_tui.japanese import width

ROOT = Path(__file__).resolve().parents[2]


def test_the_pictures_are_what_the_script_makes(tmp_path: Path) -> None:
    spec = importlib.util.spec_from_file_location("pictures", ROOT / ".ci" / "pictures.py")
    assert spec is not None and spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for made in script.make(tmp_path):
        file = ROOT / "docs" / made.name
        assert f"docs/{made.name}" in readme
        assert made.read_bytes() == file.read_bytes(), (
            f"{file} is another: run python .ci/pictures.py and look"
        )
        for text in ElementTree.parse(file).iter("{http://www.w3.org/2000/svg}text"):
            assert int(text.get("textLength", "")) == width.cells(text.text or "") * script.CELL
