"""read, find, guideline check: the guideline without a screen."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from uedasns_tui.cli import common_arguments
from uedasns_tui.cli.context import open_for_command
from uedasns_tui.cli.exchange import hand_on
from uedasns_tui.cli.output import FINE, FOUND, WRONG_USE, Console, problem_rows
from uedasns_tui.cli.parser import command
from uedasns_tui.guideline.clause_tree import Clause
from uedasns_tui.guideline.document import TITLE_BLOCK, Guideline
from uedasns_tui.japanese import visible, wrap
from uedasns_tui.services.clause_page import clause_page
from uedasns_tui.services.folders import AppOptions

WHOLE = 1 << 20
"""Columns in which every paragraph is one line, for a reader that speaks line by line."""


def _read_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "citation", nargs="*", metavar="引用", help="条項の引用（目次に出る書き方など）。なければ目次"
    )
    parser.add_argument("--markdown", action="store_true", help="Markdown で出す")
    common_arguments.files(parser, "")


@command("read", "ガイドラインを読む", _read_arguments)
def read(options: AppOptions, arguments: Namespace, console: Console) -> int:
    """Print clauses with all that lies under them, or the contents."""
    context = open_for_command(options, console, reading=True)
    guideline = context.guideline
    if not arguments.citation and not _as_files(arguments):
        return _contents(guideline, console)
    block_only = arguments.citation == [TITLE_BLOCK]
    if block_only and not _as_files(arguments):
        console.data(
            [{"citation": TITLE_BLOCK, "text": guideline.title_block, "memo": guideline.cite(TITLE_BLOCK)}]
        )
        console.say(guideline.title_block)
        return FINE
    together = " ".join(arguments.citation)
    wanted = [together] if together and guideline.find(together) else arguments.citation
    clauses: list[Clause] = []
    for citation in () if block_only else wanted:
        hits = guideline.find(citation)
        if not hits:
            return _unknown(guideline, citation, console)
        clauses += hits
    if _as_files(arguments):
        page = clause_page(guideline, clauses, context.today, block_only=block_only)
        return hand_on(context, page, (guideline.title, " ".join(wanted) or "本文"), arguments, console)
    if console.json:
        console.data([_row(clause, guideline) for clause in clauses])
        return FINE
    for at, clause in enumerate(clauses):
        if at:
            console.raw("")
        for line in _markdown(clause) if arguments.markdown else _print(clause, console):
            console.raw(line)
    return FINE


def _as_files(arguments: Namespace) -> bool:
    """Whether a file was asked for, in a format of its own."""
    return bool(getattr(arguments, "format", "") or getattr(arguments, "all_formats", False))


def _contents(guideline: Guideline, console: Console) -> int:
    if console.json:
        console.data([_row(clause, guideline) for clause in guideline.root.children])
        return FINE
    console.say(guideline.title_block)
    for chapter in guideline.root.children:
        console.say(f"{chapter.mark} {chapter.title}".strip())
        for clause in chapter.children:
            if clause.title or clause.children:
                first = (clause.title or clause.text).split("\n", 1)[0]
                console.say(f"    {clause.citation}  {first}")
    return FINE


def _unknown(guideline: Guideline, citation: str, console: Console) -> int:
    near = guideline.nearest(citation)
    console.data({"unknown": citation, "nearest": [clause.citation for clause in near]})
    console.fault(f"「{citation}」は本文にありません。")
    if near:
        console.fault("近いもの: " + "、".join(clause.citation for clause in near))
    return WRONG_USE


def _print(clause: Clause, console: Console) -> Iterator[str]:
    """The clause and all beneath it, each label in its own column, with its place in front."""
    width = WHOLE if console.plain else 80
    if console.stdout.isatty() and not console.plain:
        import shutil

        width = max(20, min(80, shutil.get_terminal_size().columns))
    place = " > ".join(part.title or part.mark for part in clause.path[:-1])
    if place:
        yield from wrap.lines(visible.visible(place), width)
    for part in clause.walk():
        indent = " " * (2 * (len(part.path) - len(clause.path)))
        body = "\n".join(text for text in (part.title, *part.paragraphs) if text)
        for line in wrap.hang(part.mark, visible.visible(body), width - len(indent), 4 if part.mark else 0):
            yield indent + line


def _markdown(clause: Clause) -> Iterator[str]:
    for part in clause.walk():
        depth = len(part.path) - len(clause.path)
        head = f"{part.mark} {part.title}".strip() if part.title else ""
        if head:
            yield "#" * min(depth + 1, 6) + " " + visible.visible(head)
            yield ""
        for at, paragraph in enumerate(part.paragraphs):
            label = f"{part.mark} " if part.mark and not part.title and not at else ""
            yield visible.visible(label + paragraph)
            yield ""


def _row(clause: Clause, guideline: Guideline) -> dict[str, Any]:
    return {
        "citation": clause.citation,
        "label": clause.mark,
        "title": clause.title,
        "text": clause.text,
        "memo": guideline.cite(clause.citation),
        "children": [_row(child, guideline) for child in clause.children],
    }


def _find_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "words", nargs="+", metavar="言葉", help="言葉（いくつかなら全部を含むもの。ローマ字でもよい）"
    )
    parser.add_argument("--records", action="store_true", help="記録の中も探す")


@command("find", "言葉や引用で探す", _find_arguments)
def find(options: AppOptions, arguments: Namespace, console: Console) -> int:
    """Clauses (and with --records, records) that hold all the words."""
    from uedasns_tui.services import finder

    context = open_for_command(options, console, records=arguments.records)
    query = " ".join(arguments.words)
    hits = finder.find_everywhere(context, query, records=arguments.records)
    console.data(
        [{"kind": hit.kind, "place": hit.place, "title": hit.title, "text": hit.text} for hit in hits]
    )
    if not hits:
        near = finder.suggest(context, query)
        console.fault(f"「{query}」は見つかりませんでした。")
        if near:
            console.fault("近いもの: " + "、".join(near))
        return FOUND
    console.say(f"{len(hits)} 件")
    for hit in hits:
        console.say(f"{hit.place}  {hit.title}".rstrip())
        console.say(f"    {visible.one_line(hit.text)}")
    return FINE


def _check_folder_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("folder", metavar="フォルダー", help="調べるガイドラインのフォルダー")


@command("guideline check", "ガイドラインのフォルダーの誤りをすべて挙げる", _check_folder_arguments)
def check(options: AppOptions, arguments: Namespace, console: Console) -> int:
    """Every fault of a guideline's folder, and the records that its edition would touch."""
    from uedasns_tui.services import edition_impact

    problems = edition_impact.check(options, Path(arguments.folder))
    console.data(problem_rows(problems))
    if not console.json:
        console.problems(problems)
    bad = [problem for problem in problems if problem.severity in ("error", "warning")]
    if not bad:
        console.say("誤りはありません。")
    return FOUND if bad else FINE
