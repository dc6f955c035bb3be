"""What a text says of a choice: by its own words, its own ticked box or its own round mark; else nothing.

Used by group_text and the readers of files. Whatever leaves room for doubt names no choice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from uedasns_tui.guideline.schema import FormField
from uedasns_tui.japanese import fold

_TICKED: Final = r"[☑☒✓✔✅🗹■◼]|[\[［][xXｘＸレ✓✔][\]］]|[（(][○〇◯●レ✓✔][)）]"
_OPEN: Final = r"[☐□◻▢]|[\[［][ 　]*[\]］]|[（(][ 　]*[)）]"
_BOX: Final = re.compile(f"(?P<ticked>{_TICKED})|(?P<open>{_OPEN})")
_PARTICLES: Final = re.compile(r"[\sはをもがのに、,・○●「」『』()]")
_CONTAINED: Final = 5
"""Characters from which the words of a choice are looked for inside a sentence; shorter ones are a whole text."""
_FILLED_MARKS: Final = "●◉⦿🔘レ"
_ROUND: Final = "○◯〇⚪"
_CROSSES: Final = "×✕✗✖╳"
_MARK: Final = re.compile(f"[{_FILLED_MARKS}{_ROUND}{_CROSSES}◎]")
_BRACKETED: Final = re.compile(r"[(（\[［][ 　○〇◯●レ✓✔]*[)）\]］]")
_HEAD: Final = re.compile(r"[^：:\n]*(?:有無|か否か|の可否)\s*[：:]\s*(.+)")
_UNSURE_AFTER: Final = re.compile(
    r"(こと|わけ|訳|事)(で)?(ありません|ない|無い|あり)|でありません|でない|と限|場合|かどうか|か否|やめ|廃止|撤回|見直|変更|改め|検討"
    r"|予定|困難|難し|無理|見合わせ|見送|控え|中止|停止|休止|断り|遠慮|省略|禁|不要|未定|不可|余裕"
    r"|でした|ていました|ていた|た(方針|取扱|扱い)"
)
_UNSURE_BEFORE: Final = re.compile("従来|これまで|以前|かつて|必ずし")
_NEGATED: Final = re.compile("ません|ない|かね|ず")


def read_choice(field: FormField, text: str) -> str | None:
    """The choice that a whole cell names by its words, its id, its box; None where it names none or several."""
    flat = bare_words(text)
    for choice, label in field.choices.items():
        if flat in (bare_words(choice), bare_words(label), bare_words(re.sub(r"[（(].*?[)）]", "", label))):
            return choice
    if any(flat == bare_words(word) for words in field.choice_words.values() for word in words):
        return whole_choice(field, text)
    chosen, _ = evidence(field, text)
    return chosen.pop() if len(chosen) == 1 else None


def whole_choice(field: FormField, text: str) -> str | None:
    """The one choice whose short words are the whole text."""
    flat = bare_words(text)
    named = [choice for choice, words in field.choice_words.items() if flat in map(bare_words, words)]
    return named[0] if len(named) == 1 else None


def bare_words(text: str) -> str:
    """A text without spaces, particles and brackets, folded."""
    return _PARTICLES.sub("", fold.fold(text)).strip("。.")


def _polite(label: str) -> list[str]:
    """A label that ends in a verb, in です・ます: 行わない → 行いません, 答える → 答えます."""
    flat = bare_words(label)
    rows = dict(zip("わかさたなばまらが", "いきしちにびみりぎ", strict=True))
    if flat.endswith("ない") and len(flat) > 2:
        stem = flat[:-2]
        return [f"{stem[:-1]}{rows[stem[-1]]}ません" if stem[-1] in rows else f"{stem}ません"]
    if flat.endswith("する"):
        return [f"{flat[:-2]}します"]
    if flat[-1:] == "る":
        return [f"{flat[:-1]}ます", f"{flat[:-1]}ります"]
    rows = dict(zip("うくすつぬぶむぐ", "いきしちにびみぎ", strict=True))
    return [f"{flat[:-1]}{rows[flat[-1]]}ます"] if flat[-1:] in rows else []


def choice_words(field: FormField) -> dict[str, list[str]]:
    """The words of each choice that may stand inside a sentence; the label itself always may."""
    return {
        choice: [
            bare_words(label),
            *_polite(label),
            *(
                word
                for word in map(bare_words, field.choice_words.get(choice, ()))
                if len(word) >= _CONTAINED
            ),
        ]
        for choice, label in field.choices.items()
    }


def evidence(field: FormField, text: str) -> tuple[set[str], str]:
    """The choices that a text makes, and the text without its boxes and what they leave open."""
    if (asked := _HEAD.fullmatch(text.strip())) and len(named := _exact(field, asked[1])) == 1:
        return named, text
    ticked, text, boxes = without_boxes(field, text)
    chosen = {choice for sentence in re.split("[。\n！!]", text) for choice in _sentence(field, sentence)}
    if boxes and len(ticked) != 1:
        return set(field.choices), text
    return chosen | ticked, text


def _sentence(field: FormField, sentence: str) -> Iterator[str]:
    flat = bare_words(sentence)
    for choice, words in choice_words(field).items():
        for word in words:
            start = flat.find(word)
            while start >= 0:
                before, after = flat[:start], flat[start + len(word) :]
                positive = not _NEGATED.search(word)
                own = _without_others(field, choice, after)
                if not (
                    _UNSURE_AFTER.search(after)
                    or _UNSURE_BEFORE.search(before)
                    or (positive and _NEGATED.search(own))
                ):
                    yield choice
                start = flat.find(word, start + 1)


def _without_others(field: FormField, choice: str, text: str) -> str:
    """A text without the words of the other choices, which speak for themselves."""
    for other, words in choice_words(field).items():
        if other != choice:
            for word in sorted(words, key=len, reverse=True):
                text = text.replace(word, "")
    return text


def without_boxes(field: FormField, text: str) -> tuple[set[str], str, bool]:
    """The choices that are ticked, the text without the boxes of choices, and whether there are any."""
    text = _round_marks(field, text)
    ticked: set[str] = set()
    boxes = False
    lines = []
    for line in text.split("\n"):
        marks = list(_BOX.finditer(line))
        after = bool(marks) and bool(_named(field, line[: marks[0].start()]))
        pieces = [] if after else [line[: marks[0].start()] if marks else line]
        for number, mark in enumerate(marks):
            if after:
                piece = line[marks[number - 1].end() if number else 0 : mark.start()]
            else:
                piece = line[mark.end() : marks[number + 1].start() if number + 1 < len(marks) else len(line)]
            named = _named(field, piece)
            boxes = boxes or bool(named)
            if not named:
                pieces.append(mark.group() + piece)
            elif mark["ticked"]:
                ticked |= named
                pieces.append(piece.strip(" 　"))
        if after:
            pieces.append(line[marks[-1].end() :])
        if pieces and (any(piece.strip() for piece in pieces) or not marks):
            lines.append("".join(pieces))
    return ticked, "\n".join(lines), boxes


def _round_marks(field: FormField, text: str) -> str:
    """The text with round marks beside choices as boxes, where the marks tell the choices apart; else as it is.

    ● among ○ is the chosen one, ○ the one among unmarked or crossed ones; equal marks are bullets.
    """
    if _BRACKETED.search(text):
        return text
    shown = re.sub(r"[(（][^()（）]*[)）]", lambda match: re.sub(r"\s", "", match.group()), text)
    tokens = re.findall(r"[^\s　・／/、,]+", shown)
    after = bool(tokens) and len(tokens[0]) > 1 and bool(_MARK.search(tokens[0][-1]))
    joined = re.sub(
        rf"[ 　]+(?={_MARK.pattern})" if after else rf"({_MARK.pattern})[ 　]+", "" if after else r"\1", shown
    )
    pieces = re.split(r"([\s　・／/、,]+)", joined)
    marks: dict[int, str] = {}
    for index, piece in enumerate(pieces):
        bare = _MARK.sub("", piece)
        if bare and len(_exact(field, bare)) == 1:
            marks[index] = "".join(_MARK.findall(piece))
    kinds = set(marks.values())
    if len(kinds) < 2 or any(len(mark) > 1 or mark == "◎" for mark in kinds):
        return text
    filled = [index for index, mark in marks.items() if mark and mark in _FILLED_MARKS]
    rounds = [index for index, mark in marks.items() if mark and mark in _ROUND]
    chosen = filled or rounds
    for index in marks:
        box = "☑" if index in chosen else "☐"
        bare = _MARK.sub("", pieces[index])
        pieces[index] = f"{bare}{box}" if after else f"{box}{bare}"
    return "".join(pieces)


def _exact(field: FormField, piece: str) -> set[str]:
    """The choices whose words a piece is, less what stands in brackets."""
    flat = bare_words(re.sub(r"[（(【].*?[)）】]", "", piece)) or bare_words(piece)
    return {
        choice
        for choice, words in choice_words(field).items()
        if flat in (*words, *map(bare_words, field.choice_words.get(choice, ())))
    }


def _named(field: FormField, piece: str) -> set[str]:
    """The choices whose words stand in a piece beside a box, the short words too where they are all of it."""
    flat = bare_words(piece)
    named = {choice for choice, words in choice_words(field).items() if any(word in flat for word in words)}
    short = {
        choice for choice, words in field.choice_words.items() if flat and flat in map(bare_words, words)
    }
    return named | short
