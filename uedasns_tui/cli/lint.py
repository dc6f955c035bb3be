"""post lint: what a careful colleague would point at in a text, without a record."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import replace
from datetime import date

from uedasns_tui.cli.context import open_for_command
from uedasns_tui.cli.output import FINE, FOUND, Console
from uedasns_tui.cli.parser import UsageError
from uedasns_tui.cli.values import text_of
from uedasns_tui.findings import length
from uedasns_tui.guideline.facts_schema import Platform
from uedasns_tui.records import field_types
from uedasns_tui.services import post_check
from uedasns_tui.services.folders import AppOptions


def lint(options: AppOptions, arguments: Namespace, console: Console) -> int:
    """Print each finding with its span; exit code 1 when there is any that is not the city's own contact."""
    context = open_for_command(options, console)
    if arguments.today:
        try:
            day = date.fromisoformat(arguments.today)
        except ValueError:
            raise UsageError(f"「{arguments.today}」は日付ではありません（例: 2026-11-23）。", "") from None
        moment = context.clock().replace(year=day.year, month=day.month, day=day.day)
        context = replace(context, clock=lambda: moment)
    text = text_of(arguments.file)
    platforms: tuple[Platform, ...] = ()
    if arguments.platform:
        platform = field_types.platform_named(context.platforms, arguments.platform)
        if platform is None:
            known = "、".join(one.name for one in context.platforms.values())
            raise UsageError(f"「{arguments.platform}」は分かりません。{known} のどれかにしてください。", "")
        platforms = (platform,)
    found = post_check.findings(context, text, platforms)
    console.data(
        [
            {
                "kind": one.kind,
                "start": one.start,
                "end": one.end,
                "text": one.text,
                "clause": one.clause,
                "message": one.message,
            }
            for one in found
        ]
    )
    for one in found:
        mark = "参考" if one.own else "要確認"
        place = f"{one.start}-{one.end} " if one.end else ""
        console.say(
            f"{mark} {place}{one.kind}「{one.text}」: {one.message}"
            + (f" [{one.clause}]" if one.clause else "")
        )
    for platform in platforms:
        for measure in length.measure(text, platform):
            console.say(f"{platform.name} {measure.what}: {measure.count} / {measure.max}")
    if not found:
        console.say("気になるところは見つかりませんでした。投稿してよいという意味ではありません。")
    return FOUND if any(not one.own for one in found) else FINE
