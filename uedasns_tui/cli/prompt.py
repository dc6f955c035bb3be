"""Prompts line by line: question, help, current value, the error under it. Fit for a screen reader.

Used by commands and the menu when standard input is a terminal; otherwise flags answer. At every question `?` reads
it out again with all choices, `<` goes back to the one before, and `-` empties what stands there. A list of choices
is read out once; where the same one is asked again, the question alone is read, and of one that begins alike what has
another number or is new.
"""

from __future__ import annotations

import contextlib
import signal
import sys
from collections.abc import Callable, Iterator, Mapping
from typing import TextIO
from weakref import WeakKeyDictionary

from uedasns_tui.frozen import dataclass
from uedasns_tui.japanese import fold, visible

BACK, AGAIN, EMPTY, PARTS, END = "<", "?", "-", "*", (".", "．", "。")
SHORT = 3
"""Lines of a present text that are read out at once; of a longer one its beginning and length."""
INLINE = 24
"""Letters of up to three choices that stand in the question's own line."""
ALIKE = 3
"""Choices with the number that they had when they were heard last, from which on they are not read out again."""
KEYS = "? でもう一度聞けます。< で前に戻ります。今の値は Enter でそのまま、- で空にします。"

Check = Callable[[str], str]
_read_out: WeakKeyDictionary[TextIO, dict[str, list[str]]] = WeakKeyDictionary()
"""The lists that the person at a keyboard has heard last, by the choice that each begins with: each command under a menu
has a Prompt of its own."""


def ends() -> Iterator[signal.Signals]:
    """The signals by which a program is ended from outside, where the system has them."""
    names = ("SIGHUP", "SIGTERM", "SIGBREAK")
    return (signal.Signals[name] for name in names if hasattr(signal, name))


def ignore_ends() -> None:
    """The program is ending: a second signal must not cut short what keeps the answers."""
    for number in ends():
        with contextlib.suppress(ValueError):  # not in the main thread
            if signal.getsignal(number) not in (signal.SIG_DFL, signal.SIG_IGN):
                signal.signal(number, signal.SIG_IGN)


_ended: list[bool] = []


def end() -> None:
    """The program is ended from outside: no question is asked any more, by no menu above the question either."""
    ignore_ends()
    _ended.append(True)


class PromptStopped(Exception):
    """The person ended the questions (Ctrl+C, Ctrl+D, a closed pipe); the text says what became of the answers. `typed`:
    the lines of a longer text that were entered before."""

    typed = ""


class PromptClosed(PromptStopped):
    """Nobody can answer any more: the terminal or the pipe was closed."""


class PromptBack(PromptStopped):
    """The person wants the question before this one."""


def required(label: str) -> Check:
    """A check that refuses an empty answer."""
    return lambda text: "" if text.strip() else f"{label}を入力してください。"


@dataclass
class Prompt:
    """Asks on a terminal. `source` and `out` are replaced in tests.

    A `check` gives the reason why an answer does not do, or "". `draft`: after a refused answer Enter alone goes on
    with it.
    """

    source: TextIO | None = None
    out: TextIO | None = None

    @property
    def can_ask(self) -> bool:
        """Whether standard input is a terminal where a person can answer."""
        return (self.source or sys.stdin).isatty()

    def say(self, text: str) -> None:
        """Read out one text."""
        try:
            print(visible.visible(text), file=self.out or sys.stdout, flush=True)
        except KeyboardInterrupt:
            raise (PromptClosed if _ended else PromptStopped) from None
        except OSError:  # the window has gone, or nobody reads the pipe any more
            ignore_ends()
            raise PromptStopped from None

    def line(
        self,
        question: str,
        present: str = "",
        check: Check = lambda _: "",
        help: str = "",
        *,
        draft: bool = False,
    ) -> str:
        """One line. Enter alone keeps `present`."""
        head = question + (f"（今の値: {visible.one_line(present)}）" if present else "")
        self.say(head)
        return self._accepted(lambda: self._answer(_joined(help, head)), present, check, draft)

    def text(
        self,
        question: str,
        present: str = "",
        check: Check = lambda _: "",
        help: str = "",
        *,
        draft: bool = False,
    ) -> str:
        """Several lines, ended by a line that holds a full stop alone. Enter alone keeps `present`; of a long one `*`
        asks for each paragraph by itself."""
        self.say(f"{question}（何行でも。終わりは「.」だけの行）")
        lines = present.split("\n")
        if present:
            more = (
                f"\n（ほか {len(lines) - SHORT} 行。? で全文、* で段落ごとに直す）"
                if len(lines) > SHORT
                else ""
            )
            self.say("今の値:\n" + "\n".join(lines[:SHORT]) + more)
        return self._accepted(
            lambda: self._lines(_joined(help, question, present), present), present, check, draft
        )

    def choice(
        self,
        question: str,
        choices: Mapping[str, str],
        present: str = "",
        *,
        help: str = "",
        free: bool = False,
    ) -> str:
        """One of `choices` (id -> label) by its number; Enter alone keeps `present`. `free`: another word, or none, will do."""
        return self.choice_with_note(question, choices, present, help=help, free=free)[0]

    def choice_with_note(
        self,
        question: str,
        choices: Mapping[str, str],
        present: str = "",
        *,
        help: str = "",
        free: bool = False,
        present_note: str = "",
    ) -> tuple[str, str]:
        """As `choice`, with what stands behind the number on the same line: 「3 人が写っていない」."""
        now = "、".join(part for part in (present and choices.get(present, present), present_note) if part)
        again = _joined(help, *self._ask(question, choices, now))
        numbers = _numbered(choices)
        while True:
            typed = fold.narrow(whole := self._answer(again)).strip()
            number, _, note = typed.partition(" ")
            if typed in numbers:
                return numbers[typed], ""
            if number in numbers:
                return numbers[number], note.strip()
            if not typed and (free or present in choices):
                return present, present_note
            if free and typed and not number.isdigit():
                return whole.strip(), ""
            self.say(
                f"  1 から {len(choices)} の番号で答えてください。? で選べるものを聞けます。< で前に戻ります。"
            )

    def several(
        self, question: str, choices: Mapping[str, str], present: tuple[str, ...] = (), help: str = ""
    ) -> tuple[str, ...]:
        """Any of `choices` by their numbers, with spaces between; Enter alone keeps `present`."""
        now = "、".join(choices.get(entry, entry) for entry in present)
        again = _joined(help, *self._ask(f"{question}（番号。いくつでも、間は空白）", choices, now))
        numbers = _numbered(choices)
        while True:
            typed = fold.narrow(self._answer(again)).replace(",", " ").replace("、", " ").split()
            if not typed or typed == [EMPTY]:
                return () if typed else present
            if all(number in numbers for number in typed):
                return tuple(dict.fromkeys(numbers[number] for number in typed))
            self.say(f"  1 から {len(choices)} の番号を、間を空けて答えてください。")

    def yes(self, question: str) -> bool:
        """はい or いいえ; anything else asks again."""
        return self.choice(question, {"yes": "はい", "no": "いいえ"}) == "yes"

    def pause(self) -> None:
        """Wait for Enter before more is read out. Raises PromptBack."""
        self._answer("Enter で続き、< でやめます。")

    def each(self, count: int, ask: Callable[[int], None]) -> None:
        """Ask so many questions in turn; `<` goes back to the one before. Raises PromptBack from the first."""
        number = 0
        while number < count:
            try:
                ask(number)
                number += 1
            except PromptBack:
                if not number:
                    raise
                number -= 1

    # ---- what all of them do
    def _ask(self, question: str, choices: Mapping[str, str], now: str) -> tuple[str, ...]:
        """Read a question out, and its choices where they are new; all of it, for `?`."""
        labels = tuple(choices.values())
        head = question + (f"（今の値: {visible.one_line(now)}）" if now else "")
        if len(labels) <= SHORT and len("".join(labels)) <= INLINE:
            head += f"（{'、'.join(f'{number} {label}' for number, label in enumerate(labels, 1))}）"
            self.say(head)
            return (head,)
        listed = [f"  {number} {label}" for number, label in enumerate(labels, 1)]
        known = _read_out.setdefault(self.source or sys.stdin, {})
        heard = known.get(labels[0], [])
        new = [line for line in listed if line not in heard]
        alike = len(new) <= len(listed) - ALIKE
        self.say(
            _joined(
                f"{head}　変わったもの:" if alike and new else head, *(new if alike or not new else listed)
            )
        )
        known[labels[0]] = listed
        return head, *listed

    def _accepted(self, read: Callable[[], str], present: str, check: Check, draft: bool) -> str:
        refused = False
        while True:
            typed = read()
            if refused and draft and not typed:
                return present
            answer = "" if present and fold.narrow(typed).strip() == EMPTY else typed or present
            reason = check(answer)
            if not reason:
                return answer
            self.say(f"  {reason}")
            if draft:
                if not refused:
                    self.say("  正しい値を入力してください。Enter だけなら、このまま下書きとして進みます。")
                present, refused = answer, True

    def _answer(self, again: str) -> str:
        """A line that is neither `?`, which reads the question out again, nor `<`. Raises PromptBack."""
        while True:
            typed = self._read()
            mark = fold.narrow(typed).strip()
            if mark == BACK:
                raise PromptBack
            if mark != AGAIN:
                return typed
            self.say(f"{again}\n{KEYS}")

    def _lines(self, again: str, present: str) -> str:
        """The lines up to a full stop alone, none where the first is empty; `?`, `<` and `*` in the first are marks."""
        first = self._answer(again)
        if not first.strip():
            return ""
        if present and fold.narrow(first).strip() == PARTS:
            return self._paragraphs(present)
        lines = [first]
        while lines[-1] not in END:
            try:
                lines.append(self._read())
            except PromptStopped as stopped:
                stopped.typed = "\n".join(lines)
                raise
        return "\n".join(lines[:-1])

    def _paragraphs(self, present: str) -> str:
        """Each paragraph by itself: Enter keeps it, `-` takes it out; then what is to stand behind them."""
        lines = present.split("\n")
        places = [number for number, line in enumerate(lines) if line.strip()]

        def ask(number: int) -> None:
            place = places[number]
            lines[place] = self.line(f"段落 {number + 1}/{len(places)}", lines[place])

        self.each(len(places), ask)
        self.say("書き足す文（なければ Enter）")
        added = self._lines("書き足す文", "")
        left = [line for number, line in enumerate(lines) if line or number not in places]
        return "\n".join(part for part in ("\n".join(left), added) if part)

    def _read(self) -> str:
        try:
            return self._line()
        except KeyboardInterrupt:  # also while it was seen that the window has gone
            raise (PromptClosed if _ended else PromptStopped) from None

    def _line(self) -> str:
        while True:
            try:
                line = "" if _ended else (self.source or sys.stdin).readline()
            except OSError:  # the window has gone
                line = ""
            if not line:
                ignore_ends()
                raise PromptClosed
            if visible.bad_surrogate(line) is None:
                return line.rstrip("\r\n")
            self.say(
                "  読めない文字があったため、この行は受け取っていません。端末の文字コードを UTF-8 にして、"
            )
            self.say("  この行だけもう一度入力してください。前の行までの答えは残っています。")


def _joined(*parts: str) -> str:
    return "\n".join(part for part in parts if part)


def _numbered(choices: Mapping[str, str]) -> dict[str, str]:
    """By what a choice is answered: its number, its label, its id."""
    return {
        **{choice: choice for choice in choices},
        **{fold.narrow(label): choice for choice, label in choices.items()},
        **{str(number): choice for number, choice in enumerate(choices, 1)},
    }
