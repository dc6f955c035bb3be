"""Arguments that several commands have: which record, which values, which files.

Used by the modules that declare commands.
"""

from __future__ import annotations

from argparse import ArgumentParser


def section(parser: ArgumentParser) -> None:
    """Whose records are listed."""
    parser.add_argument("--section", metavar="課", default="", help="その課のものだけ")


def record_id(parser: ArgumentParser) -> None:
    """Which record."""
    parser.add_argument("id", metavar="ID", help="記録の ID")


def from_file(parser: ArgumentParser) -> None:
    """Values that stand in files."""
    parser.add_argument(
        "--from-file",
        dest="files",
        action="append",
        default=[],
        metavar="項目=ファイル",
        help="項目の値をファイル（UTF-8。- は標準入力）から読む。何度でも書けます。項目=値 の値は、@ で始まっていても書いたとおりに記録します",
    )


def new_record(parser: ArgumentParser) -> None:
    """The values of a new record, its id, and what it is copied from."""
    from_file(parser)
    parser.add_argument("values", nargs="*", metavar="項目=値", help="項目の値。なければ1つずつ聞きます")
    parser.add_argument("--id", default="", metavar="ID", help="記録の ID（なければ日付から作ります）")
    parser.add_argument(
        "--from",
        dest="source",
        default="",
        metavar="ID",
        help="この記録をコピーして始める（sample は記載例）",
    )


def change(parser: ArgumentParser) -> None:
    """Which record, and its new values."""
    record_id(parser)
    parser.add_argument("--fix", action="store_true", help="半角にするなど、確かに直せる値を直す")
    from_file(parser)
    parser.add_argument("values", nargs="*", metavar="項目=値", help="項目の値。なければ1つずつ聞きます")


def yes(parser: ArgumentParser) -> None:
    """That nothing is asked."""
    parser.add_argument("--yes", action="store_true", help="確認を聞かない")


def files(parser: ArgumentParser, format_name: str = "word") -> None:
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


def export(parser: ArgumentParser) -> None:
    """Of a policy's sheet."""
    record_id(parser)
    files(parser)
    parser.add_argument("--draft", action="store_true", help="まだ決まっていない今の内容を、案として出す")
    parser.add_argument("--fragment", action="store_true", help="HTML の本文だけ（市のページに貼り付ける用）")


def sheet(parser: ArgumentParser) -> None:
    """Of a record's sheet."""
    record_id(parser)
    files(parser)


def report(parser: ArgumentParser) -> None:
    """Of a report, which is read at once where no file is named."""
    record_id(parser)
    files(parser, "text")
    parser.set_defaults(stream=True)
