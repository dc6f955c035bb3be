"""post media: pictures and films of a post without the screen."""

from __future__ import annotations

from argparse import Namespace

from uedasns_tui.cli.ask import Asker
from uedasns_tui.cli.grammar import Usage
from uedasns_tui.cli.opening import introduced, opened
from uedasns_tui.cli.show import told
from uedasns_tui.cli.speak import Speaker
from uedasns_tui.cli.values import assignments
from uedasns_tui.desk import media as pictures
from uedasns_tui.desk.folders import Options


def media(options: Options, given: Namespace, speaker: Speaker) -> int:
    """Add a picture or film, change the one of the same name, or take one away."""
    desk = opened(options, speaker, needs=given.kind)
    asker = Asker()
    kept = desk.store.load(given.id)
    introduced(desk, speaker, asker)
    if given.remove:
        gone = pictures.named(kept.record, given.remove)
        if gone is None:
            raise Usage(f"「{given.remove}」という画像や動画はありません。", "")
        return told(desk, desk.store.save(pictures.without(kept.record, gone), kept), speaker)
    known = {one.id: one for one in pictures.ASKS}
    answers = dict(assignments(given.values, given.files, known, f"項目: {'、'.join(known)}"))
    if not answers:
        if not asker.can_ask:
            raise Usage(
                "項目の値がありません（例: post media ID file=写真.jpg alt=…）。",
                given.parser.format_usage().strip(),
            )
        answers["file"] = asker.line(pictures.ASKS[0].label, check=_named)
        for one in pictures.ASKS[1:]:
            answers[one.id] = asker.line(f"{one.label}（なければ Enter）")
    if not answers.get("file", "").strip():
        raise Usage("ファイルの名前（file=…）が要ります。", "")
    old = pictures.named(kept.record, answers["file"])
    return told(
        desk, desk.store.save(pictures.put(kept.record, pictures.medium_of(answers, old)), kept), speaker
    )


def _named(text: str) -> str:
    return "" if text.strip() else "名前を書いてください。"
