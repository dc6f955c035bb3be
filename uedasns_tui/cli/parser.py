"""The one grammar of the command line: every command, its options and the function that does it.

Used by `main.py`, and by the modules that declare commands.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Sequence
from typing import Any, NoReturn

from uedasns_tui.cli.output import CODES
from uedasns_tui.frozen import dataclass

Add = Callable[[argparse.ArgumentParser], None]
Do = Callable[..., int]
"""Takes AppOptions, a Namespace and a Console; the exit code."""


HELP = frozenset(("--help", "-h"))


class UsageError(Exception):
    """The command line cannot be understood: the reason in Japanese and the usage of the command."""

    def __init__(self, reason: str, usage: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.usage = usage


class HelpRequested(Exception):
    """Help was asked for: the parser whose help it is."""

    def __init__(self, asked: argparse.ArgumentParser) -> None:
        super().__init__()
        self.asked = asked


class HelpAction(argparse.Action):
    """--help: shown whatever else is missing on the line."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> NoReturn:
        raise HelpRequested(parser)


class HelpFormatter(argparse.HelpFormatter):
    """argparse's help in Japanese."""

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, "使い方: " if prefix is None else prefix)

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        return "\n".join(
            super(HelpFormatter, self)._fill_text(line, width, indent) for line in text.split("\n")
        )


REASONS = (
    (r"the following arguments are required: (.+)", r"「\1」を指定してください。"),
    (r"unrecognized arguments: (.+)", r"「\1」という指定はありません。"),
    (
        r"argument (.+): invalid choice: '?(.+?)'? \(choose from (.+)\)",
        r"「\2」は使えません。\3 のどれかにしてください。",
    ),
    (r"argument (.+): expected (.+) arguments?", r"「\1」の後に値を指定してください。"),
    (r"argument (.+): not allowed with argument (.+)", r"「\1」と「\2」は一緒に使えません。"),
    (r"argument (.+): ignored explicit argument (.+)", r"「\1」に値は付けられません。"),
    (r"argument (.+): invalid \w+ value: (.+)", r"「\1」の値 \2 を読めません。"),
    (r"ambiguous option: (.+) could match (.+)", r"「\1」はどれのことか分かりません（\2）。"),
    (r"one of the arguments (.+) is required", r"\1 のいずれかを指定してください。"),
)


EPILOG = "\n".join(("終了コード:", *(f"  {code}  {text}" for code, text in CODES.items())))


class CommandParser(argparse.ArgumentParser):
    """An ArgumentParser that speaks Japanese and raises Usage instead of leaving the process."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            **{"formatter_class": HelpFormatter, "add_help": False, "allow_abbrev": False, **options}
        )
        self._positionals.title = "引数"
        self._optionals.title = "オプション"

    def error(self, message: str) -> NoReturn:
        reason = "書き方が違います。"
        for pattern, japanese in REASONS:
            if re.fullmatch(pattern, message):
                reason = re.sub(pattern, japanese, message)
                break
        raise UsageError(reason, self.format_usage().strip())


@dataclass(frozen=True)
class Command:
    """A command: its words, its help, the function that does it, its own arguments, the role of its step."""

    words: str
    help: str
    does: Do
    add: Add
    role: str = ""


DECLARED: list[Command] = []
"""The commands of the modules that are imported, each in the order in which a module declares them."""


def command(words: str, help: str, add: Add = lambda _: None, role: str = "") -> Callable[[Do], Do]:
    """Declare a function as what a command does; one function may do several."""

    def declare(does: Do) -> Do:
        DECLARED.append(Command(words, help, does, add, role))
        return does

    return declare


def common(parser: argparse.ArgumentParser) -> None:
    """The global options: the same before and after the command."""
    group = parser.add_argument_group("どのコマンドでも使えるオプション")
    quiet = argparse.SUPPRESS
    group.add_argument("--data", metavar="フォルダー", default=quiet, help="記録を置くフォルダー")
    group.add_argument(
        "--create", action="store_true", default=quiet, help="記録を置くフォルダーがなければ、そこに作る"
    )
    group.add_argument("--guideline", metavar="フォルダー", default=quiet, help="ガイドラインのフォルダー")
    group.add_argument("--json", action="store_true", default=quiet, help="結果を JSON で出す")
    group.add_argument("--plain", action="store_true", default=quiet, help="表にせず「項目: 値」の行で出す")
    group.add_argument("--version", action="store_true", default=quiet, help="バージョンを表示して終了")
    group.add_argument(
        *sorted(HELP), action=HelpAction, nargs=0, default=quiet, help="この説明を表示して終了"
    )


GROUPS = {
    "guideline": "ガイドラインのファイルを調べる・版を比べる",
    "policy": "アカウントごとの方針",
    "post": "投稿の前の確認",
    "incident": "トラブルの記録",
    "record": "どの様式の記録も書く・進める・版を見る・戻す・消す",
    "trash": "ごみ箱",
    "site": "公表するページ",
}


def parser(commands: tuple[Command, ...]) -> CommandParser:
    """The parser of the whole grammar; `does`, `parser` and `kind` (the first word) are set on what it parses."""
    top = CommandParser(prog="uedasns-tui", description="何も付けずに始めると画面が開きます。", epilog=EPILOG)
    common(top)
    top.set_defaults(does=None, parser=top)
    below = top.add_subparsers(title="コマンド", metavar="コマンド", parser_class=CommandParser)
    groups: dict[str, Any] = {}
    for command in commands:
        first, _, rest = command.words.partition(" ")
        home = below
        if rest:
            if first not in groups:
                group = below.add_parser(first, help=GROUPS[first], description=GROUPS[first])
                common(group)
                group.set_defaults(does=None, parser=group)
                groups[first] = group.add_subparsers(
                    title="コマンド", metavar="コマンド", parser_class=CommandParser
                )
            home = groups[first]
        command_parser = home.add_parser(rest or first, help=command.help, description=command.help)
        command.add(command_parser)
        common(command_parser)
        command_parser.set_defaults(does=command.does, parser=command_parser, role=command.role, kind=first)
    return top


def first_word(arguments: Sequence[str]) -> str:
    """The first word of a command line that is neither a global option nor its value; "" where there is none."""
    options = CommandParser()
    common(options)
    options.add_argument("command", nargs="?", default="")
    try:
        return str(options.parse_known_args([word for word in arguments if word not in HELP])[0].command)
    except UsageError:
        return ""


def parse(top: CommandParser, arguments: list[str]) -> argparse.Namespace:
    """Parse a command line; `項目=値` words may also stand after options. Raises Usage and Helped."""
    parsed, rest = top.parse_known_args(arguments)
    several = next((name for name in ("values", "answers", "citation", "words") if hasattr(parsed, name)), "")
    if rest and (not several or any(word.startswith("-") for word in rest)):
        getattr(parsed, "parser", top).error(f"unrecognized arguments: {' '.join(rest)}")
    if rest:
        setattr(parsed, several, [*getattr(parsed, several), *rest])
    return parsed
