"""よみ: the readings of a text's words, so that romaji and kana match them.

Used by `search.py`; `reading_problems` by `guideline check` and the test that holds the bundled edition's readings complete.
Readings are data (readings.toml); a guideline without them is found by everything else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from uedasns_tui.frozen import dataclass
from uedasns_tui.guideline.document import Guideline
from uedasns_tui.guideline.problem import Location, Problem
from uedasns_tui.japanese.fold import fold

REACH: Final = 24
"""Kana of a text that one typed word may run over, past the end of the word of the dictionary it begins with."""
KANJI: Final = "[々\u3400-\u9fff]"


@dataclass(frozen=True)
class ReadingSpan:
    """How a text sounds from `start` on: `kana`, and after which lengths of it which characters of the text end."""

    start: int
    kana: str
    ends: tuple[tuple[int, int], ...]


class ReadingAligner:
    """Reads texts aloud by a table of readings."""

    def __init__(self, readings: Mapping[str, str]) -> None:
        self.words: dict[str, list[tuple[str, str]]] = {}
        for word in sorted(readings, key=len, reverse=True):
            if word:
                self.words.setdefault(word[0], []).append((word, fold(readings[word])))

    def spoken(self, text: str) -> Iterator[ReadingSpan]:
        """Every place where somebody may begin to say a word of the text, and what is heard from there."""
        steps = [self._step(text, index) for index in range(len(text))]
        for index, letter in enumerate(text):
            for word, kana in self.words.get(letter, ()):
                if text.startswith(word, index):
                    yield _span(steps, index, index + len(word), kana)
            if _begins_kana(text, index):
                yield _span(steps, index, index + 1, fold(letter))

    def _step(self, text: str, index: int) -> tuple[int, str] | None:
        """The longest word at a place, or one kana: where it ends and how it sounds."""
        for word, kana in self.words.get(text[index], ()):
            if text.startswith(word, index):
                return index + len(word), kana
        return (index + 1, fold(text[index])) if _is_kana(text[index]) else None


def _span(steps: list[tuple[int, str] | None], start: int, end: int, kana: str) -> ReadingSpan:
    ends = [(len(kana), end)]
    while end < len(steps) and len(kana) < REACH and (step := steps[end]) is not None:
        end, more = step
        kana += more
        ends.append((len(kana), end))
    return ReadingSpan(start, kana, tuple(ends))


def _is_kana(letter: str) -> bool:
    return "ぁ" <= letter <= "ヺ" or letter in "ーヽヾゝゞ" or "ｦ" <= letter <= "ﾟ"


def _begins_kana(text: str, index: int) -> bool:
    """Whether a katakana word, or hiragana of some length, begins here."""
    before = text[index - 1] if index else ""
    if "ァ" <= text[index] <= "ヺ":
        return not ("ァ" <= before <= "ヺ" or before == "ー")
    return bool(re.match("[ぁ-ゖ]{3}", text[index : index + 3])) and not (before and _is_kana(before))


def texts(guideline: Guideline) -> Iterator[str]:
    """Every text of a guideline that staff search: clauses, forms, checklists."""
    yield guideline.title
    for clause in guideline.clauses:
        yield clause.whole
    for form in guideline.forms.values():
        yield from (form.title, form.sheet, *form.states.values())
        for field in form.field:
            yield from (field.label, field.help, *field.choices.values())
        for act in form.act:
            yield from (act.label, act.help)
    for checklist in guideline.checklists.values():
        yield from (checklist.title, checklist.lead)
        for item in checklist.item:
            yield from (item.say, item.help)
        yield from (question.label for question in checklist.question)
        yield from (outcome.label for outcome in checklist.outcome)


def missing_readings(guideline: Guideline) -> tuple[str, ...]:
    """Words with kanji in the texts of a guideline that no reading covers, each once, in order."""
    words = ReadingAligner(guideline.readings).words
    missing: dict[str, None] = {}
    for text in texts(guideline):
        covered = [False] * len(text)
        for index, letter in enumerate(text):
            candidates = (word for word, _ in words.get(letter, ()) if text.startswith(word, index))
            length = len(next(candidates, ""))
            covered[index : index + length] = [True] * length
        for run in re.finditer(f"{KANJI}+", text):
            if not all(covered[run.start() : run.end()]):
                missing.setdefault(run[0])
    return tuple(missing)


def reading_problems(guideline: Guideline) -> list[Problem]:
    """A note that names the words without a reading, which romaji and kana therefore do not find; [] for none."""
    words = missing_readings(guideline)
    if not words:
        return []
    shown = "、".join(words[:10]) + (f" ほか {len(words) - 10} 語" if len(words) > 10 else "")
    message = f"よみのない語があります（ローマ字やかなでは見つかりません）: {shown}"
    return [Problem("note", Location("readings.toml"), message, code="readings")]
