"""Word files; what builds them is loaded only when one is written (word_sheet.py)."""

from __future__ import annotations

from typing import Final

from uedasns_tui.formats.page import Page
from uedasns_tui.formats.text_safety import Unprintable

NOT_LOADED: Final = (
    "Word ファイルを作る部品（{part}）を読み込めないため、Word には書き出せません。署名のない部品が、このパソコンで"
    "許可されていないことがあります。情報システムの担当に聞いてください。HTML などには書き出せ、記録は変わっていません。"
)
"""lxml has parts that nobody signed; an office that allows programs by their publisher does not load them."""


class WordFormat:
    """The format `word`: a .docx for A4, the same bytes for the same page."""

    name = "word"
    label = "Word"
    suffix = ".docx"
    order = 1

    def write(self, page: Page) -> bytes:
        """The page as a Word file. Raises Unprintable, too, where a PC does not let the part load that builds it."""
        try:
            from uedasns_tui.formats.word_writer import build
        except ImportError as error:
            raise Unprintable(NOT_LOADED.format(part=error.name or "lxml")) from error

        return build(page)
