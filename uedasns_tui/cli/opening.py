"""Opening the desk for a command: and, when something is first to be recorded, asking who records.

Used by every command that touches records. Reading never asks anything.
"""

from __future__ import annotations

from uedasns_tui.cli.ask import Asker
from uedasns_tui.cli.speak import Speaker, told
from uedasns_tui.desk.desk import Desk, open_desk
from uedasns_tui.desk.folders import Options, default_records


def opened(options: Options, speaker: Speaker, *, reading: bool = False, needs: str = "") -> Desk:
    """The desk; faults of the guideline's files are told on standard error and do not stop the work. Who is only
    `reading` its text is told of the faults of the text, and waits for nothing else. Raises Lacking where the
    guideline has no form of the kind that the command `needs`."""
    desk = open_desk(options)
    desk.progress = speaker.progress
    told(desk.problems.known if reading else desk.problems, speaker)
    if needs:
        desk.form(needs)
    return desk


def introduced(desk: Desk, speaker: Speaker, asker: Asker) -> None:
    """Ask, once, who records, of which section, and where records live. Raises Unnamed when nobody can be asked."""
    if desk.me is not None or not asker.can_ask:
        _ = desk.who
        return
    speaker.say("はじめて記録します。名前と課を教えてください。あとで変えられます。")
    name = asker.line("お名前", check=lambda text: "" if text.strip() else "名前を入れてください。")
    section = asker.line("課の名前", check=lambda text: "" if text.strip() else "課の名前を入れてください。")
    place = asker.choice(
        f"記録はどこに置きますか（今は {desk.folders.records}）",
        {"own": f"このまま（{desk.folders.records_from}）", "shared": "課などで共有するフォルダー"},
    )
    records = ""
    if place == "shared":
        records = asker.line("共有フォルダーの場所", str(default_records()))
    desk.introduce(name, section, records)
    speaker.say(f"記録は {desk.folders.records} に、1 件 1 ファイルの TOML で置きます。")
    if desk.folders.samples.is_dir():
        speaker.say("記載例を写して始めるときは、policy new --from sample です。")
