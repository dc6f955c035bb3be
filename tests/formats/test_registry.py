"""The registry offers every format, and loads what one needs only when it is asked for."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import uedasns_tui
from uedasns_tui.formats.registry import FORMATS

ROOT = Path(uedasns_tui.__file__).parent.parent


def test_every_format_says_its_name() -> None:
    assert (
        [FORMATS[name].name for name in FORMATS]
        == list(FORMATS)
        == ["word", "html", "csv", "markdown", "text"]
    )
    assert len({FORMATS[name].suffix for name in FORMATS}) == len(FORMATS)
    assert "pdf" not in FORMATS
    with pytest.raises(KeyError):
        FORMATS["pdf"]


def test_listing_formats_loads_nothing_of_word() -> None:
    program = (
        "import sys; from uedasns_tui.formats.registry import FORMATS; 'word' in FORMATS; "
        "assert not [m for m in sys.modules if m.startswith('uedasns_tui.formats.') and m.endswith(('word', 'html'))];"
        "[f.label for f in FORMATS.values()]; FORMATS['text'];"
        "assert 'docx' not in sys.modules and 'lxml' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], check=True, cwd=ROOT)
