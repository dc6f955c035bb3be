"""Prompts line by line: question, help, current value, the error under it. Fit for a screen reader.

Used by commands and the menu when standard input is a terminal; otherwise flags answer. At every question `?` reads
it out again with all choices, and `<` goes back to the one before.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from typing import TextIO

from uedasns_tui.frozen import dataclass
from uedasns_tui.japanese import fold, visible

BACK, AGAIN, END = "<", "?", (".", "．", "。")
SHORT = 3
"""Lines of a present text that are read out at once; of a longer one its beginning and length."""

Check = Callable[[str], str]


class PromptStopped(Exception):
    """The person ended the questions (Ctrl+C, Ctrl+D, a closed pipe); the text says what became of the answers."""


class PromptBack(PromptStopped):
    """The person wants the question before this one."""


@dataclass
class Prompt:
    """Asks on a terminal. `source` and `out` are replaced in tests."""

    source: TextIO | None = None
    out: TextIO | None = None

    @property
    def can_ask(self) -> bool:
        """Whether standard input is a terminal where a person can answer."""
        return (self.source or sys.stdin).isatty()

    def say(self, text: str) -> None:
        """Read out one text."""
        print(visible.visible(text), file=self.out or sys.stdout, flush=True)

    def line(self, question: str, present: str = "", check: Check = lambda _: "", help: str = "") -> str:
        """One line. Enter alone keeps `present`; `check` gives the reason why an answer does not do, or ""."""
        now = f"（今の値: {visible.one_line(present)}）" if present else ""
        self.say(f"{question}{now}")
        while True:
            typed = self._answer(lambda: self.say("\n".join(part for part in (help, question + now) if part)))
            reason = check(typed or present)
            if not reason:
                return typed or present
            self.say(f"  {reason}")

    def text(self, question: str, present: str = "", check: Check = lambda _: "", help: str = "") -> str:
        """Several lines, ended by a line that holds a full stop alone. An empty answer keeps `present`."""
        self.say(f"{question}（何行でも。終わりは「.」だけの行）")
        self._read_out(present)
        while True:
            lines: list[str] = []
            while (typed := self._read()) not in END:
                mark = fold.narrow(typed).strip()
                if not lines and mark == BACK:
                    raise PromptBack
                if not lines and mark == AGAIN:
                    self.say("\n".join(part for part in (help, question, present) if part))
                    continue
                lines.append(typed)
            text = "\n".join(lines) or present
            reason = check(text)
            if not reason:
                return text
            self.say(f"  {reason}")

    def choice(
        self,
        question: str,
        choices: Mapping[str, str],
        present: str = "",
        *,
        brief: bool = False,
        help: str = "",
    ) -> str:
        """One of `choices` (id -> label) by its number; Enter alone keeps `present`. `brief`: the choices are known
        from the question before and are read out on `?` only."""
        return self.choice_with_note(question, choices, present, brief=brief, help=help)[0]

    def choice_with_note(
        self,
        question: str,
        choices: Mapping[str, str],
        present: str = "",
        *,
        brief: bool = False,
        help: str = "",
    ) -> tuple[str, str]:
        """As `choice`, with what stands behind the number on the same line: 「3 人が写っていない」."""
        numbers = {str(number): choice for number, choice in enumerate(choices, 1)}
        listed = "\n".join(f"  {number} {choices[choice]}" for number, choice in numbers.items())
        now = f"（今の値: {choices[present]}）" if present and present in choices else ""
        self.say(question + now if brief else f"{question}{now}\n{listed}")
        while True:
            typed = self._answer(
                lambda: self.say("\n".join(part for part in (help, question + now, listed) if part))
            )
            number, _, note = fold.narrow(typed).strip().partition(" ")
            answer = numbers.get(number, number) or present
            if answer in choices:
                return answer, note.strip()
            self.say(f"  1 から {len(choices)} の番号で答えてください。? で選べるものを聞けます。")

    def yes(self, question: str) -> bool:
        """はい or いいえ; anything else asks again."""
        return self.choice(question, {"yes": "はい", "no": "いいえ"}) == "yes"

    def _answer(self, again: Callable[[], None]) -> str:
        """A line that is neither `?`, which reads the question out again, nor `<`. Raises PromptBack."""
        while True:
            typed = self._read()
            mark = fold.narrow(typed).strip()
            if mark == BACK:
                raise PromptBack
            if mark != AGAIN:
                return typed
            again()

    def _read_out(self, present: str) -> None:
        lines = present.split("\n")
        if present:
            more = f"\n（ほか {len(lines) - SHORT} 行。? で全文）" if len(lines) > SHORT else ""
            self.say("今の値:\n" + "\n".join(lines[:SHORT]) + more)

    def _read(self) -> str:
        while True:
            try:
                line = (self.source or sys.stdin).readline()
            except KeyboardInterrupt:
                raise PromptStopped from None
            if not line:
                raise PromptStopped
            if visible.bad_surrogate(line) is None:
                return line.rstrip("\r\n")
            self.say(
                "  読めない文字があったため、この行は受け取っていません。端末の文字コードを UTF-8 にして、"
            )
            self.say("  この行だけもう一度入力してください。前の行までの答えは残っています。")
