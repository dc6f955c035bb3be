"""What a command prints: lines, `label: value`, tables, JSON. No colour, no cursor, no box drawing.

Used by every command. All text passes `visible`: nothing that a record holds can act on the terminal.
"""

from __future__ import annotations

import errno
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import Any, TextIO, TypeVar

from uedasns_tui.frozen import dataclass
from uedasns_tui.guideline.problem import Problem
from uedasns_tui.japanese import visible, width, wrap

Entry = TypeVar("Entry")

FINE, FOUND, WRONG_USE, CHANGED, HELD = 0, 1, 2, 3, 4
CODES = {
    FINE: "済みました。足りないものもありません。",
    FOUND: "済みましたが、まだ足りないもの・確かめるものがあります（一覧や検索では、あった・なかったもの）。",
    WRONG_USE: "書き方が違うか、その名前の記録・条項・項目がないか、いくつもあります。何も保存していません。",
    CHANGED: "ほかの人が先に変えていました。何も上書きしていません。",
    HELD: "止められたか、断られたか、途中でやめました。何も保存していません（入力した答えは書きかけに残ります）。",
}
"""Exit codes of every command, and what each says."""

SEVERITIES = {"error": "誤り", "warning": "注意", "must": "必須", "should": "望ましい", "note": "参考"}


LONG = 1000
"""Pieces of work from which one is told how far it is."""


class Unwritten(Exception):
    """The result could not be written where it was to go; the message says why."""


@contextmanager
def written() -> Iterator[None]:
    """What is written inside either goes out, or Unwritten says why not; BrokenPipeError: nobody reads it any more."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        if sys.platform == "win32" and error.errno == errno.EINVAL:  # a pipe that nobody reads any more
            raise BrokenPipeError(*error.args) from error
        from uedasns_tui.storage.errors import reason

        raise Unwritten(reason(error)[0]) from error


def _escaped(letter: str) -> str:
    import json

    return letter if letter == "\n" or visible.visible(letter) == letter else json.dumps(letter)[1:-1]


@dataclass(frozen=True)
class OutputColumn:
    """A column of a listing: the key of its value in JSON ("": it is in no JSON), its heading in a table ("": it is in
    no table), the value (the entry's attribute of that key, unless said otherwise) and how a table says it."""

    key: str
    heading: str = ""
    value: Callable[[Any], Any] | None = None
    words: Callable[[Any], str] | None = None

    def value_of(self, entry: object) -> Any:
        """The value in JSON."""
        return self.value(entry) if self.value is not None else getattr(entry, self.key)

    def words_of(self, entry: object) -> str:
        """The value in a table."""
        return self.words(entry) if self.words is not None else str(self.value_of(entry))


@dataclass
class Console:
    """Prints for a person, or JSON for a program (`json`); `plain` turns tables into lines."""

    json: bool = False
    plain: bool = False
    out: TextIO | None = None
    err: TextIO | None = None

    @property
    def stdout(self) -> TextIO:
        return self.out or sys.stdout

    @property
    def stderr(self) -> TextIO:
        return self.err or sys.stderr

    def say(self, text: str = "") -> None:
        """One text, wrapped as Japanese print for the terminal; nothing when JSON was asked for."""
        if not self.json:
            wrapped = (
                self.stdout.isatty() and not self.plain
            )  # a reader speaks line by line: none ends in a word
            self.raw("\n".join(self._wrapped(text)) if wrapped else visible.visible(text))

    def raw(self, text: str) -> None:
        """A text with its lines as they are: not wrapped, but visible. Raises Unwritten, BrokenPipeError."""
        with written():
            print(visible.visible(text), file=self.stdout)

    def flush(self) -> None:
        """Write what still waits. Raises as `raw`."""
        with written():
            self.stdout.flush()

    def fault(self, text: str) -> None:
        """One text on standard error; nobody is told where that has gone."""
        with suppress(OSError):
            print(visible.visible(text), file=self.stderr, flush=True)

    def progress(self, done: int, total: int) -> None:
        """How far long work is, on one line of standard error; nothing where no person looks, or where it is short."""
        if total >= LONG and self.stderr.isatty() and not self.plain:
            end = "\n" if done >= total else ""
            print(f"\r{done:,} / {total:,} 件", end=end, file=self.stderr, flush=True)

    def data(self, value: Any) -> None:
        """The result for a program."""
        if self.json:
            import json

            # JSON escapes C0 alone; the others are the same text to a program, and steer no terminal as an escape
            text = json.dumps(value, ensure_ascii=False, indent=2, default=str)
            self.raw("".join(_escaped(letter) for letter in text) if visible.visible(text) != text else text)

    def pairs(self, rows: Iterable[tuple[str, str]]) -> None:
        """`label: value` lines; the lines of a value that has several stand indented beneath."""
        for label, value in rows:
            if "\n" in value:
                self.say(f"{label}:")
                for line in value.split("\n"):
                    self.say(f"    {line}")
            else:
                self.say(f"{label}: {value}")

    def table(self, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """A table in aligned columns; with `plain`, `label: value` lines with a blank line between rows."""
        if self.json:
            return
        if self.plain:
            for at, row in enumerate(rows):
                if at:
                    self.raw("")
                self.pairs(zip(head, row, strict=True))
            return
        shown = [[visible.one_line(cell) for cell in row] for row in (head, *rows)]
        widths = [max(width.cells(row[at]) for row in shown) for at in range(len(head))]
        for row in shown:
            self.raw(
                "  ".join(width.pad(cell, wide) for cell, wide in zip(row, widths, strict=True)).rstrip()
            )

    def listing(
        self,
        entries: Sequence[Entry],
        columns: Sequence[OutputColumn],
        *,
        name: str = "",
        problems: Sequence[Problem] = (),
        none: str = "",
        lines: Callable[[Entry], Iterable[str]] | None = None,
    ) -> int:
        """A list: JSON rows by key (under `name` beside the problems, where there is one), or a table of the columns
        that have a heading, or `lines` of each entry; `none` where nothing is to be said. Gives the exit code."""
        rows = [{column.key: column.value_of(entry) for column in columns if column.key} for entry in entries]
        self.data({name: rows, "problems": problem_rows(problems)} if name else rows)
        shown = [column for column in columns if column.heading]
        if lines is not None:
            for entry in entries:
                for line in lines(entry):
                    self.say(line)
        else:
            cells = [[column.words_of(entry) for column in shown] for entry in entries]
            self.table([column.heading for column in shown], cells)
        if none and not entries and not problems:
            self.say(none)
        self.problems(problems)
        return FOUND if problems else FINE

    def problems(self, problems: Sequence[Problem]) -> None:
        """One line a problem: `file:line: message [clause]`; nothing when JSON was asked for."""
        for problem in problems if not self.json else ():
            mend = f"（set の --fix で「{problem.mend}」に直せます）" if problem.mend else ""
            self.raw(visible.one_line(f"{SEVERITIES[problem.severity]}: {problem}{mend}"))

    def _wrapped(self, text: str) -> list[str]:
        columns = min(shutil.get_terminal_size().columns, 80)
        return wrap.lines(visible.visible(text), columns)


def print_problems(problems: Iterable[Problem], console: Console) -> None:
    """Say on standard error what is wrong with the files of the guideline; it stops no work."""
    for problem in problems:
        if problem.severity in ("error", "warning"):
            console.fault(str(problem))


def problem_rows(problems: Iterable[Problem]) -> list[Mapping[str, Any]]:
    """Problems as rows for JSON."""
    return [
        {
            "severity": problem.severity,
            "file": problem.where.file,
            "line": problem.where.line,
            "key": problem.where.key,
            "message": problem.message,
            "clause": problem.clause,
            "code": problem.code,
        }
        for problem in problems
    ]
