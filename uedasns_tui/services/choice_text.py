"""What a text says of a choice: by its own words, its own ticked box or its own round mark; else nothing.

Used by group_text and the readers of files. Whatever leaves room for doubt names no choice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
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
_ACTOR: Final = (
    r"(?!一部|全部|外部|夜間|休日)[一-龠々a-z]{0,12}(?:課|係|室|館|部|局|職員|担当|担当者)(?:は|が|の|では)"
)
"""Somebody of an office who does it."""
_ADVERB: Final = "原則として|原則的に|原則|基本的には?|通常|当面の間|当面|当分の間|当分|一切"
_HARMLESS: Final = (
    _ADVERB
    + r"|[\s、,・･「」『』○〇◯●■◆※*\-]|\d{1,2}[.)]|\(\d{1,2}\)|[①-⑳]|現在|今後|個別の?|個々の?|から|より|に(?:対(?:して|する|し)|おいて|ついて|関して)|としては?|では|[はをもがのにへと]"
)
_PEOPLE: Final = (
    "利用者|市民|住民|皆様|皆さま|皆さん|ゆーざー|閲覧者|運用者|管理者|[本当]市|[本当この]*(?:あかうんと|ぺーじ)|書き?込み?|こめんと|投稿|りぷらい"
    "|めっせーじ|ご?意見|ご?質問|お?問い?合わ?せ|寄せられた|いただいた|頂いた|等|など|及び|や|:|対応|積極的"
)
_BEFORE: Final = re.compile(rf"(?:{_PEOPLE}|{_ACTOR}|{_HARMLESS})*")
"""What may stand before the words of a choice and leaves them as they are: who does it, to whom, how usually."""
_SETTLED: Final = re.compile(
    r"[。.」』、,\s]*|(?:こと|もの|方針)?(?:と(?:し|いたし|致し)?(?:ます|する|しています|しております)|です)"
    r"|(?:が、|ので、?|けれども?、|ため、)(?P<rest>.*)"
)
"""What may stand behind them: the end, or an aside that holds no further words of the kind."""
_NOT_MEANT: Final = re.compile("例|削除|取消|取り消|訂正|未定|予定|検討|変更|どちら|いずれ|選択|[?？×✕✗✖╳]")
_NOTE: Final = re.compile(r"[(（\[【〔]([^()（）\[\]【】〔〕]*)[)）\]】〕]")
_TORN: Final = re.compile(r"(?<=[をはがにのとも、,])\n(?=\S)|\n(?=[ぁ-ん])")
"""A line break inside a sentence."""


def read_choice(field: FormField, text: str) -> str | None:
    """The choice that a whole cell names by its words, its id, its box; None where it names none or several."""
    flat = bare_words(text)
    for choice, label in field.choices.items():
        if flat in (bare_words(choice), bare_words(label), bare_words(re.sub(r"[（(].*?[)）]", "", label))):
            return choice
    if (whole := whole_choice(field, text)) is not None:
        return whole
    chosen, _ = evidence(field, text)
    return chosen.pop() if len(chosen) == 1 else None


def whole_choice(field: FormField, text: str) -> str | None:
    """The one choice whose short words are the whole text."""
    flat = bare_words(re.sub(f"^({_ADVERB})", "", text.strip()))
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
    if boxes and len(ticked) != 1:
        return set(field.choices), text
    plain = fold.fold(_TORN.sub("", text))
    chosen = {choice for sentence in re.split("[。\n！!]", plain) for choice in _sentence(field, sentence)}
    if chosen and not ticked:
        chosen |= {choice for choice in field.choices if re.search(_pattern(field, choice), plain)}
    return chosen | ticked, text


def _sentence(field: FormField, sentence: str) -> Iterator[str]:
    """The choices whose words a sentence is, with nothing around them that could mean something else."""
    notes = _NOTE.findall(sentence)
    if any(map(_NOT_MEANT.search, notes)):
        return
    bare = re.sub(r"\s", "", _NOTE.sub("", sentence))
    for choice in field.choices:
        for match in re.finditer(_pattern(field, choice), bare):
            after = _SETTLED.fullmatch(bare[match.end() :])
            rest = (after and after["rest"]) or ""
            if (
                after
                and _BEFORE.fullmatch(bare[: match.start()])
                and not any(word in rest for word in _telling(field))
            ):
                yield choice


def _telling(field: FormField) -> set[str]:
    """The written words of all choices, the short ones too."""
    words = [word for choice in field.choices for word in field.choice_words.get(choice, ())]
    return {
        word for word in map(fold.fold, [*words, *field.choices.values()]) if re.search("[一-龠々]", word)
    }


@cache
def _spelled(words: tuple[str, ...]) -> str:
    """The words with particles or none between their letters."""
    return "|".join(
        rf"(?:[\s、,・○●「」『』()はをもがのに]|{_ADVERB})*".join(map(re.escape, word))
        for word in sorted(words, key=len, reverse=True)
    )


def _pattern(field: FormField, choice: str) -> str:
    return _spelled(tuple(choice_words(field)[choice]))


def without_boxes(field: FormField, text: str) -> tuple[set[str], str, bool]:
    """The choices that are ticked, the text without the boxes of choices, and whether there are any."""
    text = _round_marks(field, text)
    ticked: set[str] = set()
    boxes = False
    lines = []
    for line in text.split("\n"):
        marks = list(_BOX.finditer(line))
        after = bool(marks) and bool(_named(field, line[: marks[0].start()]))
        if after and not _stands_after(line, marks[-1]):
            after = False
            if _between(line, marks[0]):
                ticked, boxes = set(field.choices), True
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


def _stands_after(line: str, last: re.Match[str]) -> bool:
    """Whether boxes stand behind their words: the last one at the end or at an aside, or right behind words."""
    behind = line[last.end() :]
    return (
        not behind.strip()
        or behind.lstrip()[0] in "（(※"
        or (behind[0].isspace() and not line[: last.start()][-1:].isspace())
    )


def _between(line: str, box: re.Match[str]) -> bool:
    """Whether a box may belong to the words before it as well as to those behind it."""
    return line[: box.start()][-1:].isspace() == line[box.end() :][:1].isspace()


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
        inside = re.search(
            rf"[(（][^()（）]*\w[^()（）]*{_MARK.pattern}|{_MARK.pattern}[^()（）]*\w[^()（）]*[)）]", piece
        )
        if bare and not inside and len(_exact(field, bare)) == 1:
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
    return named | (_exact(field, piece) if flat else set())
