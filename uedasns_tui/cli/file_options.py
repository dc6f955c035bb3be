"""Options of commands that write files: in which formats, where, and whether over what is there."""

from __future__ import annotations

import argparse


def files(parser: argparse.ArgumentParser, format_name: str = "word") -> None:
    """Where and in which formats a page is handed on."""
    from uedasns_tui.formats.registry import FORMATS

    usual = FORMATS[format_name].label if format_name else "画面"
    parser.add_argument(
        "--format", choices=tuple(FORMATS), default=format_name, help=f"形式（決めなければ {usual}）"
    )
    parser.add_argument("--all-formats", action="store_true", help="すべての形式で、一度に書き出す")
    parser.add_argument(
        "--output", "-o", default="", metavar="ファイル", help="書き出すファイルかフォルダー（- は標準出力）"
    )
    parser.add_argument("--overwrite", action="store_true", help="同じ名前のファイルがあれば、置き換える")


def export(parser: argparse.ArgumentParser) -> None:
    """Of a policy's sheet."""
    parser.add_argument("id", metavar="ID", help="記録の ID")
    files(parser)
    parser.add_argument("--draft", action="store_true", help="まだ決まっていない今の内容を、案として出す")
    parser.add_argument("--fragment", action="store_true", help="HTML の本文だけ（市のページに貼り付ける用）")


def sheet(parser: argparse.ArgumentParser) -> None:
    """Of a record's sheet."""
    parser.add_argument("id", metavar="ID", help="記録の ID")
    files(parser)


def report(parser: argparse.ArgumentParser) -> None:
    """Of a report, which is read at once where no file is named."""
    parser.add_argument("id", metavar="ID", help="記録の ID")
    files(parser, "text")
    parser.set_defaults(stream=True)
