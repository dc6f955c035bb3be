"""guideline import, guideline new: make a guideline's folder from a published text, or an empty one."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from datetime import date
from pathlib import Path

from uedasns_tui.cli.output import FINE, FOUND, WRONG_USE, Console, problem_rows
from uedasns_tui.cli.parser import command
from uedasns_tui.formats.imported import ImportRefused, read_file
from uedasns_tui.services.folders import AppOptions
from uedasns_tui.services.guideline_import import ImportReport, create_guideline, import_guideline
from uedasns_tui.storage.errors import StorageError, reason


def _guideline_import_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar="ファイル", help="公表された文（.txt .md .docx .html。- は標準入力）")
    parser.add_argument("folder", metavar="フォルダー", help="作るフォルダー（空か、まだないもの）")


@command("guideline import", "公表された文から、ガイドラインのフォルダーを作る", _guideline_import_arguments)
def import_file(_options: AppOptions, arguments: Namespace, console: Console) -> int:
    """Make a guideline's folder of a published file, or of standard input."""
    try:
        data = sys.stdin.buffer.read() if arguments.file == "-" else read_file(Path(arguments.file))
        name = "" if arguments.file == "-" else arguments.file
        report = import_guideline(data, name, Path(arguments.folder))
    except (ImportRefused, ValueError, StorageError, OSError) as error:
        why = reason(error)[0] if isinstance(error, OSError) else str(error)
        console.fault(f"{arguments.file}: {why}")
        return WRONG_USE
    return _print(report, console)


def _guideline_new_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("folder", metavar="フォルダー", help="作るフォルダー（空か、まだないもの）")
    parser.add_argument(
        "--title", default="ソーシャルメディア利用ガイドライン", metavar="題", help="ガイドラインの題"
    )
    parser.add_argument("--city", default="○○市", metavar="名前", help="市町村などの名前")


@command("guideline new", "ガイドラインのフォルダーを新しく作る", _guideline_new_arguments)
def new(_options: AppOptions, arguments: Namespace, console: Console) -> int:
    """Make a guideline's folder to begin with."""
    try:
        report = create_guideline(arguments.title, arguments.city, date.today(), Path(arguments.folder))
    except StorageError as error:
        console.fault(str(error))
        return WRONG_USE
    return _print(report, console)


def _print(report: ImportReport, console: Console) -> int:
    console.data(
        {
            "folder": str(report.folder),
            "files": list(report.files),
            "clauses": report.clauses,
            "items": report.items,
            "fields": report.fields,
            "notes": [{"line": note.line, "message": note.message} for note in report.notes],
            "problems": problem_rows(report.problems),
        }
    )
    console.say(f"{report.folder} に {len(report.files)} 個のファイルを書きました。")
    console.say(
        f"条項 {report.clauses}、確かめる項目 {report.items}、様式の欄 {report.fields}。書き方は KEYS.md にあります。"
    )
    if report.notes:
        console.say(f"人が見るところ（{len(report.notes)} 件。数字は元の文の行です）")
        for note in report.notes:
            console.say(f"  {note.line or '-'}: {note.message}")
    console.problems(report.problems)
    console.say("次にすること:")
    console.say(f"  直したら調べる: uedasns-tui guideline check {report.folder}")
    console.say(f"  本文を読む: uedasns-tui --guideline {report.folder} read")
    console.say(
        f"  最初の方針を書く: uedasns-tui --guideline {report.folder} --data 記録のフォルダー --create policy new"
    )
    console.say(f"  画面で使う: uedasns-tui --guideline {report.folder}")
    return FOUND if any(problem.severity in ("error", "warning") for problem in report.problems) else FINE
