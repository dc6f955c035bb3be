"""Word files; what builds them is loaded only when one is written."""

from __future__ import annotations

from uedasns_tui.formats.page import Page


class WordFormat:
    """The format `word`: a .docx for A4, the same bytes for the same page."""

    name = "word"
    label = "Word"
    suffix = ".docx"
    order = 1

    def write(self, page: Page) -> bytes:
        """The page as a Word file. Raises Unprintable."""
        from uedasns_tui.formats.word_writer import build

        return build(page)
