"""record forms, list, new: the records of any form, by the form's id or title, those of purpose other too.

`record show`, `set`, `check` and `export` are the commands of the policies and posts, which ask the record for its form.
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from uedasns_tui.cli import common_arguments, policy
from uedasns_tui.cli.context import open_for_command
from uedasns_tui.cli.output import FINE, Console
from uedasns_tui.cli.parser import command
from uedasns_tui.guideline.schema import PURPOSES
from uedasns_tui.services.folders import AppOptions


@command("record forms", "このガイドラインの様式を並べる")
def forms(options: AppOptions, arguments: Namespace, console: Console) -> int:  # noqa: ARG001
    """The forms of the guideline, each with what it is for."""
    context = open_for_command(options, console)
    rows = [
        (form.id, form.title, PURPOSES[form.purpose or "other"]) for form in context.guideline.forms.values()
    ]
    console.data([dict(zip(("id", "title", "purpose"), row, strict=True)) for row in rows])
    console.table(("様式", "名前", "使いみち"), rows)
    return FINE


def _form_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("form", metavar="様式", help="様式の ID か名前（record forms に出るもの）")


def _list_form_arguments(parser: ArgumentParser) -> None:
    _form_arguments(parser)
    common_arguments.section(parser)


@command("record list", "どの様式の記録も並べる", _list_form_arguments)
def listing(options: AppOptions, arguments: Namespace, console: Console) -> int:
    """All records of a form. Raises Lacking for a form that the guideline does not have."""
    kind = open_for_command(options, console).form_named(arguments.form).id
    return policy.listing(options, arguments, console, kind)


def _new_of_form_arguments(parser: ArgumentParser) -> None:
    _form_arguments(parser)
    common_arguments.new_record(parser)


@command("record new", "どの様式の記録も書き始める", _new_of_form_arguments)
def new(options: AppOptions, arguments: Namespace, console: Console) -> int:
    """A new record of a form. Raises Lacking for a form that the guideline does not have."""
    arguments.kind = open_for_command(options, console).form_named(arguments.form).id
    return policy.new(options, arguments, console)
