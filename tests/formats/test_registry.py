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
        == ["word", "html", "csv", "markdown", "text", "excel"]
    )
    assert len({FORMATS[name].suffix for name in FORMATS}) == len(FORMATS)
    assert "pdf" not in FORMATS
    with pytest.raises(KeyError):
        FORMATS["pdf"]


def test_listing_formats_loads_none_and_writing_word_no_library() -> None:
    program = (
        "import sys; from uedasns_tui.formats.registry import FORMATS; 'word' in FORMATS; "
        "assert not [m for m in sys.modules if m.startswith('uedasns_tui.formats.') and m.endswith('_format')];"
        "[f.label for f in FORMATS.values()]; FORMATS['text'];"
        "FORMATS['word'].write(__import__('uedasns_tui.formats.page', fromlist=['Page']).Page('x', ()));"
        "assert 'docx' not in sys.modules and 'lxml' not in sys.modules and 'openpyxl' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], check=True, cwd=ROOT)


def test_a_new_format_is_a_single_file(tmp_path: Path) -> None:
    (tmp_path / "lines_format.py").write_text(
        "class LinesFormat:\n    name, label, suffix, order = 'lines', '行', '.jsonl', 9\n"
        "    def write(self, page):\n        return page.title.encode()\n",
        encoding="utf-8",
    )
    program = (
        f"import uedasns_tui.formats as folder; folder.__path__.append({str(tmp_path)!r});"
        "from uedasns_tui.formats.registry import FORMATS; from uedasns_tui.formats.page import Page;"
        "assert list(FORMATS)[-1] == 'lines' and FORMATS['lines'].write(Page('x', ())) == b'x';"
        "import sys; sys.argv[1:] = ['policy', 'export', '--help']\n"
        "from uedasns_tui.__main__ import main; main()"
    )
    shown = subprocess.run([sys.executable, "-c", program], capture_output=True, encoding="utf-8", cwd=ROOT)
    assert "lines" in shown.stdout, shown.stderr
