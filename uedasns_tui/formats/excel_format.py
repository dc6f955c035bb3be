"""Excel workbooks; what builds them is loaded only when one is written."""

from __future__ import annotations

from uedasns_tui.formats.page import Page


class ExcelFormat:
    """The format `excel`: one sheet of text cells, the first row its head."""

    name = "excel"
    label = "Excel（文字だけの表）"
    suffix = ".xlsx"
    order = 6

    def write(self, page: Page) -> bytes:
        """The workbook. Raises Unprintable."""
        from uedasns_tui.formats.excel_writer import build

        return build(page)
