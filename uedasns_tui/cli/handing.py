"""policy export, policy import, site build: handing on and taking in without a screen."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path

from uedasns_tui.cli.ask import Asker
from uedasns_tui.cli.grammar import Usage
from uedasns_tui.cli.opening import introduced, opened
from uedasns_tui.cli.speak import FINE, FOUND, Speaker, written
from uedasns_tui.desk import publish, taking, work
from uedasns_tui.desk.folders import Options
from uedasns_tui.formats.registry import FORMATS
from uedasns_tui.japanese import visible
from uedasns_tui.store.atomic import write_atomic


def export(options: Options, given: Namespace, speaker: Speaker) -> int:
    """One policy's sheet: the last decided version, or with --draft the present one as 案."""
    desk = opened(options, speaker, needs=given.kind)
    record = desk.store.load(given.id).record
    if given.fragment:
        data = publish.fragment(desk, record, given.draft)
    else:
        data = publish.export(desk, record, given.format, given.draft)
    output = given.output or f"{given.id}{FORMATS[given.format].suffix}"
    write_out(data, output, given.format, speaker)
    return FINE


def write_out(data: bytes, output: str, format_name: str, speaker: Speaker) -> None:
    """To a file, or to standard output for "-". An existing file is replaced whole."""
    if output == "-":
        if format_name == "word" and sys.stdout.isatty():
            raise Usage("Word のファイルは画面に出せません。--output でファイルを指定してください。", "")
        write_bytes(data)
        return
    path = Path(output).expanduser()
    write_atomic(path, data)
    speaker.data({"path": str(path), "bytes": len(data)})
    speaker.say(f"書き出しました: {path}")


def write_bytes(data: bytes) -> None:
    """A file's bytes to standard output as they are; on a terminal as text in which nothing steers it."""
    with written():
        if sys.stdout.isatty():
            print(visible.visible(data.decode("utf-8-sig", "replace")))
        else:
            sys.stdout.flush()
            sys.stdout.buffer.write(data)
            sys.stdout.flush()


def take_in(options: Options, given: Namespace, speaker: Speaker) -> int:
    """Drafts from Word or CSV: a preview first; nothing is written until it is confirmed."""
    desk = opened(options, speaker, needs=given.kind)
    asker = Asker()
    path = Path(given.file).expanduser()
    previews = taking.preview(desk, path)
    speaker.data(
        [
            {"values": dict(one.values), "unknown": list(one.unknown), "notes": list(one.notes)}
            for one in previews
        ]
    )
    labels = {field.id: field.label for field in desk.form("policy").field}
    for number, one in enumerate(previews, 1):
        speaker.say(f"{number} 件目")
        if not speaker.json:
            speaker.pairs(
                (labels[key], value if isinstance(value, str) else "、".join(value))
                for key, value in one.values.items()
            )
        for text in one.unknown:
            speaker.say(f"  分からなかったもの: {text}")
        for text in one.notes:
            speaker.say(f"  {text}")
    if not previews:
        speaker.fault("利用方針として読めるものがありませんでした。何も書いていません。")
        return FOUND
    if not given.yes and not (asker.can_ask and asker.yes(f"{len(previews)} 件の下書きを作りますか")):
        speaker.say("何も書いていません。作るときは --yes を付けてください。")
        return FINE
    introduced(desk, speaker, asker)
    for one in previews:
        saved = work.keep(desk, work.start(desk, "policy", one.values), None)
        speaker.say(f"下書きを作りました: {saved.kept.record.id}")
    return FINE


def site(options: Options, given: Namespace, speaker: Speaker) -> int:
    """The whole site: writes what changed, deletes only what an earlier build wrote."""
    desk = opened(options, speaker, needs="policy")
    if given.fragment:
        write_bytes(publish.fragment(desk, desk.store.load(given.fragment).record))
        return FINE
    built = publish.build_site(desk, Path(given.folder).expanduser(), speaker.progress)
    speaker.data({"written": built.written, "same": built.same, "deleted": built.deleted})
    speaker.say(f"書いたもの {built.written}、変わらないもの {built.same}、消したもの {built.deleted}")
    for name in built.left:
        speaker.say(f"手で変えられているため残したもの: {name}")
    return FINE
