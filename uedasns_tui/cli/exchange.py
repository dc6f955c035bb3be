"""policy export, policy blank, policy import, site build: output and input of files without a screen."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from uedasns_tui.cli import common_arguments
from uedasns_tui.cli.context import identified_user, load_record, open_for_command
from uedasns_tui.cli.output import FINE, Console, written
from uedasns_tui.cli.parser import UsageError, command
from uedasns_tui.cli.prompt import Prompt
from uedasns_tui.formats.page import Page
from uedasns_tui.formats.registry import FORMATS
from uedasns_tui.formats.text_format import TextFormat
from uedasns_tui.japanese import visible
from uedasns_tui.services import export_files, public_site, publication, record_import
from uedasns_tui.services.context import AppContext
from uedasns_tui.services.folders import AppOptions

_TAKEN = "「{path}」は、すでにあります。何も書いていません。置き換えてよければ --overwrite を付けてください。"


@command("policy export", "様式を Word などで書き出す", common_arguments.export)
@command("post export", "投稿の前の確認を回覧用に書き出す", common_arguments.sheet)
@command("incident report", "報告書を出す", common_arguments.report)
@command("record export", "どの様式の記録も書き出す", common_arguments.export)
def export(options: AppOptions, arguments: Namespace, console: Console) -> int:
    """What is handed on of a record: of a policy the last decided version, or with --draft the present one as 案."""
    context = open_for_command(options, console, needs=arguments.kind)
    record = load_record(context, arguments.id, arguments.kind, Prompt(), console).record
    draft = getattr(arguments, "draft", False)
    if getattr(arguments, "fragment", False):
        body = publication.fragment(context, record, draft)
        write_out(context, body, arguments.output or "-", "html", arguments.overwrite, console)
        return FINE
    page, names = export_files.page_of(context, record, draft)
    return hand_on(context, page, names, arguments, console)


@command("policy blank", "空の様式を書き出す（手で書く用）", common_arguments.files)
def blank(options: AppOptions, arguments: Namespace, console: Console) -> int:
    """The empty sheet of a policy, to be filled in by hand."""
    context = open_for_command(options, console, needs=arguments.kind)
    page = publication.blank_page(context)
    return hand_on(context, page, ("", page.name), arguments, console)


def hand_on(
    context: AppContext, page: Page, names: tuple[str, str], arguments: Namespace, console: Console
) -> int:
    """A page in one format or in all; `names`: title and kind of the file. All places are looked at first."""
    formats = tuple(FORMATS) if arguments.all_formats else (arguments.format,)
    streamed = not arguments.all_formats and getattr(arguments, "stream", False)
    output = arguments.output or ("-" if streamed else "")
    if arguments.all_formats and output == "-":
        raise UsageError(
            "--all-formats は標準出力に出せません。--output でフォルダーを指定してください。", ""
        )
    files = {}
    for name in formats:
        heard = output == "-" and console.plain and name == TextFormat.name
        data = TextFormat().write(page, None) if heard else FORMATS[name].write(page)
        if output == "-":
            write_out(context, data, "-", name, False, console)
            return FINE
        files[_place(arguments, export_files.file_name(*names, name))] = data
    for path in files:
        export_files.refuse_place(context, path)
        if export_files.exists(path) and not arguments.overwrite:
            raise export_files.ExistsAlready(_TAKEN.format(path=path), path, "taken")
    for path, data in files.items():
        export_files.write_file(context, path, data, arguments.overwrite)
        console.say(f"書き出しました: {path}")
    written = [{"path": str(path), "bytes": len(data)} for path, data in files.items()]
    console.data(written if arguments.all_formats else written[0])
    return FINE


def _place(arguments: Namespace, name: str) -> Path:
    """Where a file goes: as --output says, or under its own name in that folder or here."""
    path = Path(arguments.output).expanduser() if arguments.output else Path()
    return path / name if arguments.all_formats or not arguments.output or path.is_dir() else path


def write_out(
    context: AppContext, data: bytes, output: str, format_name: str, overwrite: bool, console: Console
) -> None:
    """To a file, or to standard output for "-". An existing file is replaced only when that is asked for."""
    if output == "-":
        if format_name in ("word", "excel") and sys.stdout.isatty():
            label = FORMATS[format_name].label
            raise UsageError(
                f"{label} のファイルは画面に出せません。--output でファイルを指定してください。", ""
            )
        write_bytes(data)
        return
    path = Path(output).expanduser()
    try:
        export_files.write_file(context, path, data, overwrite)
    except export_files.ExistsAlready as error:
        raise export_files.ExistsAlready(_TAKEN.format(path=path), path, "taken") from error
    console.data({"path": str(path), "bytes": len(data)})
    console.say(f"書き出しました: {path}")


def write_bytes(data: bytes) -> None:
    """A file's bytes to standard output as they are; on a terminal as text in which nothing steers it."""
    with written():
        if sys.stdout.isatty():
            print(visible.visible(data.decode("utf-8-sig", "replace")))
        else:
            sys.stdout.flush()
            sys.stdout.buffer.write(data)
            sys.stdout.flush()


def _import_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar="ファイル", help="様式の Word（.docx）、Excel（.xlsx）か CSV")
    parser.add_argument("--yes", action="store_true", help="確認を聞かずに下書きにする")


@command("policy import", "Word や CSV から下書きを作る", _import_arguments)
def import_file(options: AppOptions, arguments: Namespace, console: Console) -> int:
    """Drafts from Word or CSV: a preview first; nothing is written until it is confirmed."""
    context = open_for_command(options, console, needs=arguments.kind)
    prompt = Prompt()
    path = Path(arguments.file).expanduser()
    previews = record_import.preview(context, path)
    console.data(
        [
            {
                "values": dict(preview.values),
                "unknown": list(preview.unknown),
                "notes": list(preview.notes),
                **(
                    {"record": preview.saved.record.id, "changes": dict(preview.changes)}
                    if preview.saved
                    else {}
                ),
            }
            for preview in previews
        ]
    )
    for number, preview in enumerate(previews, 1):
        console.say(f"{number} 件目")
        if not console.json:
            console.pairs(record_import.shown_values(context.form_for("policy"), preview))
        for text in preview.unknown:
            console.say(f"  分からなかったもの: {text}")
        for text in preview.notes:
            console.say(f"  {text}")
    question = record_import.question(previews)
    if not question:
        console.say("今ある記録と同じです。何も書いていません。")
        return FINE
    if not arguments.yes and not (prompt.can_ask and prompt.yes(f"{question}。よいですか")):
        console.say("何も書いていません。作るときは --yes を付けてください。")
        return FINE
    identified_user(context, console, prompt)
    for preview in previews:
        saved = record_import.save(context, preview)
        if saved is not None:
            verb = "下書きを作りました" if preview.saved is None else "今ある記録を直しました"
            console.say(f"{verb}: {saved.kept.record.id}")
    return FINE


def _build_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("folder", metavar="フォルダー", help="書き出すフォルダー")
    parser.add_argument("--fragment", default="", metavar="ID", help="この記録のページの本文だけを標準出力へ")


@command("site build", "公表するページをすべて作る", _build_arguments)
def site(options: AppOptions, arguments: Namespace, console: Console) -> int:
    """The whole site: writes what changed, deletes only what an earlier build wrote."""
    context = open_for_command(options, console, needs="policy")
    if arguments.fragment:
        record = load_record(context, arguments.fragment, "policy", Prompt(), console).record
        write_bytes(publication.fragment(context, record))
        return FINE
    built = public_site.build_site(context, Path(arguments.folder).expanduser(), console.progress)
    console.data({"written": built.written, "same": built.same, "deleted": built.deleted})
    console.say(f"書いたもの {built.written}、変わらないもの {built.same}、消したもの {built.deleted}")
    for name in built.left:
        console.say(f"手で変えられているため残したもの: {name}")
    return FINE
