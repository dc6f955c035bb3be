"""policy seen: records the day of an account's last post, for one account or from a CSV for many."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from uedasns_tui.cli.context import identified_user, open_for_command, record_id
from uedasns_tui.cli.output import FINE, FOUND, HELD, Console
from uedasns_tui.cli.parser import UsageError, command
from uedasns_tui.cli.prompt import Prompt
from uedasns_tui.services import last_post
from uedasns_tui.services.folders import AppOptions


def _seen_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "what", metavar="ID・ファイル", help="記録の ID。いくつもなら CSV（ID・日付・確かめた人の列）"
    )
    parser.add_argument("day", nargs="?", default="", metavar="日付", help="最後の投稿の日（ID のとき）")
    parser.add_argument("--by", default="", metavar="名前", help="確かめた人（なければ自分）")
    parser.add_argument("--yes", action="store_true", help="確認を聞かずに書く")


@command("policy seen", "最後の投稿の日を、見た人の名前で書く", _seen_arguments)
def seen(options: AppOptions, arguments: Namespace, console: Console) -> int:
    """Write the day of the last post and who looked; of a CSV a preview first, nothing written until confirmed."""
    context = open_for_command(options, console, needs=arguments.kind)
    prompt = Prompt()
    whole = arguments.what.lower().endswith(".csv")
    if not whole and not arguments.day:
        raise UsageError(
            "日付がありません（例: policy seen ID 2026-11-20）。", arguments.parser.format_usage().strip()
        )
    identified_user(context, console, prompt)
    try:
        rows = (
            last_post.preview(context, Path(arguments.what).expanduser())
            if whole
            else [
                last_post.entered_by_hand(
                    context,
                    record_id(context, arguments.what, "policy", prompt, console),
                    arguments.day,
                    arguments.by,
                )
            ]
        )
    except last_post.InvalidLastPost as reason:
        raise UsageError(str(reason), "") from reason
    for row in rows:
        label = f"{row.title}（{row.name}）" if row.title else row.name
        outcome = (
            f"書きません: {row.reason}" if row.reason else f"{row.before or '（なし）'} → {row.day} {row.by}"
        )
        console.say(f"{label}: {outcome}")
    good = [row for row in rows if not row.reason]
    ready = (
        arguments.yes
        or not whole
        or (prompt.can_ask and prompt.yes(f"{len(good)} 件の最後の投稿の日を書きますか"))
    )
    written = [result for row in good if ready and (result := last_post.write(context, row))]
    console.data(
        {
            "written": [result.kept.record.id for result in written],
            "rows": [
                {"said": row.name, "id": row.saved.record.id if row.saved else "", "before": row.before,
                 "day": row.day, "by": row.by, "reason": row.reason}
                for row in rows
            ],
        }
    )  # fmt: skip
    if good and not ready:
        console.say("何も書いていません。書くときは --yes を付けてください。")
        return FINE
    console.say(f"{len(written)} 件に書きました。")
    return FINE if len(good) == len(rows) else FOUND if written else HELD
