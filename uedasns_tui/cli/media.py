"""post media: pictures and films of a post without the screen."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from uedasns_tui.cli import common_arguments
from uedasns_tui.cli.answer_draft import answer_draft
from uedasns_tui.cli.context import identified_user, load_record, open_for_command
from uedasns_tui.cli.output import Console
from uedasns_tui.cli.parser import UsageError, command
from uedasns_tui.cli.prompt import Prompt
from uedasns_tui.cli.record_output import print_saved
from uedasns_tui.cli.values import assignments
from uedasns_tui.services import media as pictures
from uedasns_tui.services.context import AppContext
from uedasns_tui.services.folders import AppOptions
from uedasns_tui.storage.errors import StorageError
from uedasns_tui.storage.record_file import SavedRecord


def _media_arguments(parser: ArgumentParser) -> None:
    common_arguments.record_id(parser)
    common_arguments.from_file(parser)
    parser.add_argument(
        "values",
        nargs="*",
        metavar="項目=値",
        help="file、alt、shows、consent、source。なければ1つずつ聞きます",
    )
    parser.add_argument("--remove", default="", metavar="ファイル", help="この名前の画像や動画を外す")


@command("post media", "画像や動画を加える・書き直す", _media_arguments)
def media(options: AppOptions, arguments: Namespace, console: Console) -> int:
    """Add a picture or film, change the one of the same name, or take one away."""
    context = open_for_command(options, console, needs=arguments.kind)
    prompt = Prompt()
    saved = load_record(context, arguments.id, arguments.kind, prompt, console)
    identified_user(context, console, prompt)
    if arguments.remove:
        gone = pictures.medium_named(saved.record, arguments.remove)
        if gone is None:
            raise UsageError(f"「{arguments.remove}」という画像や動画はありません。", "")
        return print_saved(
            context, context.repository.save(pictures.without_medium(saved.record, gone), saved), console
        )
    known = {question.id: question for question in pictures.ASKS}
    answers = dict(assignments(arguments.values, arguments.files, known))
    asks = not answers
    if asks and not prompt.can_ask:
        raise UsageError(
            "項目の値がありません（例: post media ID file=写真.jpg alt=…）。",
            arguments.parser.format_usage().strip(),
        )
    with answer_draft(context, prompt, f"media/{saved.record.id}", answers, asks):
        if asks:
            _ask(answers, prompt)
        return _put(context, saved, answers, console)


def _ask(answers: dict[str, str], prompt: Prompt) -> None:
    """Ask for the file and what is to be known of it; `<` goes back. Raises PromptStopped."""

    def ask(number: int) -> None:
        question = pictures.ASKS[number]
        present = answers.get(question.id, "")
        if number:
            answers[question.id] = prompt.line(f"{question.label}（なければ Enter）", present)
        else:
            answers[question.id] = prompt.line(question.label, present, _named)

    prompt.each(len(pictures.ASKS), ask)


def _put(context: AppContext, saved: SavedRecord, answers: dict[str, str], console: Console) -> int:
    """Add it, or change the one of that name."""
    if not answers.get("file", "").strip():
        raise UsageError("ファイルの名前（file=…）を指定してください。", "")
    old = pictures.medium_named(saved.record, answers["file"])
    return print_saved(
        context,
        context.repository.save(pictures.put_medium(saved.record, pictures.medium_of(answers, old)), saved),
        console,
    )


def _named(text: str) -> str:
    """What is wrong with a file's name or place, "" where nothing is."""
    try:
        pictures.medium_of({"file": text.strip()})
    except StorageError as error:
        return str(error)
    return "" if text.strip() else "名前を書いてください。"
