"""Text, Markdown, HTML and CSV as they are, kept in golden/: a change of what staff hand on is seen in review."""

from __future__ import annotations

from pathlib import Path

import pytest

from uedasns_tui.formats.page import Page
from uedasns_tui.formats.registry import FORMATS

GOLDEN = Path(__file__).parent / "golden"


@pytest.mark.parametrize("format_name", ["text", "markdown", "html", "csv"])
@pytest.mark.parametrize("page_name", ["sheet", "draft", "report", "register"])
def test_golden(pages: dict[str, Page], format_name: str, page_name: str, tmp_path: Path) -> None:
    made = FORMATS[format_name]
    name = f"{page_name}{made.suffix}"
    written = made.write(pages[page_name])
    (tmp_path / name).write_bytes(written)
    kept = (GOLDEN / name).read_bytes()
    assert written == kept, f"meant? then take {tmp_path / name} as the new golden file"


@pytest.mark.parametrize("format_name", list(FORMATS))
def test_same_page_same_bytes(pages: dict[str, Page], format_name: str) -> None:
    assert FORMATS[format_name].write(pages["report"]) == FORMATS[format_name].write(pages["report"])


def test_a_draft_says_so_in_every_format(pages: dict[str, Page]) -> None:
    for name in ("text", "markdown", "html", "csv"):
        assert "案" in FORMATS[name].write(pages["draft"]).decode()[:1200], name
