"""Asking line by line: question, present value, the error repeated under it. A screen reader can use all of it.

Used by commands when standard input is a terminal; otherwise flags or JSON answer.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from typing import TextIO

from uedasns_tui.frozen import dataclass
from uedasns_tui.japanese import fold, visible


class PromptStopped(Exception):
    """The person ended the questions (Ctrl+C, Ctrl+D, or 「やめる」); nothing was recorded by this command."""


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
        print(visible.visible(text), file=self.out or sys.stdout, flush=True)

    def line(self, question: str, present: str = "", check: Callable[[str], str] = lambda _: "") -> str:
        """One line. Enter alone keeps `present`; `check` gives the reason why an answer does not do, or ""."""
        while True:
            self.say(f"{question}" + (f"（今の値: {visible.one_line(present)}）" if present else ""))
            typed = self._read() or present
            reason = check(typed)
            if not reason:
                return typed
            self.say(f"  {reason}")

    def text(self, question: str, present: str = "", check: Callable[[str], str] = lambda _: "") -> str:
        """Several lines, ended by a line that holds a full stop alone. An empty answer keeps `present`."""
        while True:
            self.say(f"{question}（何行でも。終わりは「.」だけの行）")
            if present:
                self.say("今の値:")
                self.say(present)
            lines: list[str] = []
            while (typed := self._read()) not in (".", "．", "。"):
                lines.append(typed)
            text = "\n".join(lines) or present
            reason = check(text)
            if not reason:
                return text
            self.say(f"  {reason}")

    def choice(self, question: str, choices: Mapping[str, str], present: str = "") -> str:
        """One of `choices` (id -> label) by its number; Enter alone keeps `present`."""
        ids = list(choices)
        while True:
            shown = f"（今の値: {choices[present]}）" if present in choices else ""
            self.say(f"{question}{shown}")
            for number, choice_id in enumerate(ids, 1):
                self.say(f"  {number} {choices[choice_id]}")
            typed = fold.narrow(self._read()).strip()
            if not typed and present in choices:
                return present
            if typed.isdecimal() and 1 <= int(typed) <= len(ids):
                return ids[int(typed) - 1]
            if typed in choices:
                return typed
            self.say(f"  1 から {len(ids)} の番号で答えてください。")

    def yes(self, question: str) -> bool:
        """はい or いいえ; anything else asks again."""
        return self.choice(question, {"yes": "はい", "no": "いいえ"}) == "yes"

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
            self.say("  この行だけもう一度入れてください。前の行までの答えは残っています。")
