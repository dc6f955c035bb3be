"""policy export, policy import, site build: output and input of files without a screen."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path

from uedasns_tui.cli.context import identified_user, load_record, open_for_command
from uedasns_tui.cli.output import FINE, Console, written
from uedasns_tui.cli.parser import UsageError
from uedasns_tui.cli.prompt import Prompt
from uedasns_tui.formats.registry import FORMATS
from uedasns_tui.japanese import visible
from uedasns_tui.services import publication, record_import
from uedasns_tui.services.folders import AppOptions
from uedasns_tui.storage.atomic import write_atomic


def export(options: AppOptions, arguments: Namespace, console: Console) -> int:
    """One policy's sheet: the last decided version, or with --draft the present one as 案."""
    context = open_for_command(options, console, needs=arguments.kind)
    record = load_record(context, arguments.id, arguments.kind, Prompt(), console).record
    if arguments.fragment:
        data = publication.fragment(context, record, arguments.draft)
    else:
        data = publication.export(context, record, arguments.format, arguments.draft)
    output = arguments.output or f"{record.id}{FORMATS[arguments.format].suffix}"
    write_out(data, output, arguments.format, console)
    return FINE


def write_out(data: bytes, output: str, format_name: str, console: Console) -> None:
    """To a file, or to standard output for "-". An existing file is replaced whole."""
    if output == "-":
        if format_name == "word" and sys.stdout.isatty():
            raise UsageError("Word のファイルは画面に出せません。--output でファイルを指定してください。", "")
        write_bytes(data)
        return
    path = Path(output).expanduser()
    write_atomic(path, data)
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


def site(options: AppOptions, arguments: Namespace, console: Console) -> int:
    """The whole site: writes what changed, deletes only what an earlier build wrote."""
    context = open_for_command(options, console, needs="policy")
    if arguments.fragment:
        write_bytes(publication.fragment(context, context.repository.load(arguments.fragment).record))
        return FINE
    built = publication.build_site(context, Path(arguments.folder).expanduser(), console.progress)
    console.data({"written": built.written, "same": built.same, "deleted": built.deleted})
    console.say(f"書いたもの {built.written}、変わらないもの {built.same}、消したもの {built.deleted}")
    for name in built.left:
        console.say(f"手で変えられているため残したもの: {name}")
    return FINE
