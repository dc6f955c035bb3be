"""post lint: the findings in a text, without a record."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from dataclasses import replace
from datetime import date

from uedasns_tui.cli.context import open_for_command
from uedasns_tui.cli.output import FINE, FOUND, Console
from uedasns_tui.cli.parser import UsageError, command
from uedasns_tui.cli.values import text_of
from uedasns_tui.findings import length, registry
from uedasns_tui.findings.finding import NO_FINDINGS, Finding, group_findings, place_in
from uedasns_tui.guideline.facts_schema import Platform
from uedasns_tui.records import field_types
from uedasns_tui.services import post_check
from uedasns_tui.services.context import AppContext
from uedasns_tui.services.folders import AppOptions


def _lint_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "file", nargs="?", default="-", metavar="ファイル", help="投稿文のファイル（- は標準入力）"
    )
    parser.add_argument(
        "--platform", default="", metavar="ソーシャルメディア", help="X、LINE など（文字数を数えます）"
    )
    parser.add_argument(
        "--today", default="", metavar="日付", help="この日に書いたものとして読む（2026-11-23）"
    )


@command("post lint", "投稿文の指摘を挙げる", _lint_arguments)
def lint(options: AppOptions, arguments: Namespace, console: Console) -> int:
    """Print each finding with its span; exit code 1 when there is any that is not the city's own contact."""
    context = open_for_command(options, console, records=False)
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
            known = "、".join(finding.name for finding in context.platforms.values())
            raise UsageError(
                f"「{arguments.platform}」というソーシャルメディアはありません。{known} のどれかにしてください。",
                "",
            )
        platforms = (platform,)
    findings = tell(context, text, platforms, console)
    return FOUND if any(not finding.own for finding in findings) else FINE


def tell(
    context: AppContext, text: str, platforms: tuple[Platform, ...], console: Console
) -> tuple[Finding, ...]:
    """Print each finding of a text, and its length on the platforms."""
    findings = post_check.findings(context, text, platforms)
    console.data(
        [
            {
                "kind": finding.kind,
                "start": finding.start,
                "end": finding.end,
                "text": finding.text,
                "clause": finding.clause,
                "message": finding.message,
            }
            for finding in findings
        ]
    )
    for places in group_findings(findings):
        console.say(_line(places, text, context))
    for platform in platforms:
        for measure in length.measure(text, platform):
            console.say(f"{platform.name} {length.WORDS[measure.what]}: {measure.count} / {measure.max}")
    if not findings:
        console.say(NO_FINDINGS)
    return findings


def _line(places: list[Finding], text: str, context: AppContext) -> str:
    """A finding: whether to confirm it, where it is, of what kind, what to do, and the clause it bears on."""
    finding = places[0]
    mark = "参考" if finding.own else "要確認"
    where = "、".join(filter(None, (place_in(text, place) for place in places[:5])))
    more = f"など{len(places)}か所" if len(places) > 5 else ""
    title = registry.kind_title(finding.kind, context.guideline.words)
    clause = f" [{finding.clause}]" if finding.clause else ""
    return f"{mark} {where}{more}{' ' if where else ''}{title}「{finding.label}」: {finding.message}{clause}"
