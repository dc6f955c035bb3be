#!/usr/bin/env python3
"""Add missing よみ to guideline/readings.toml (a developer's tool, not part of the program).

Needs `sudachipy` and `sudachidict-core` (both Apache-2.0) in an environment of their own:
    python3 -m venv ENV && ENV/bin/pip install sudachipy sudachidict-core && ENV/bin/python .ci/readings.py

It reads every text of the guideline, forms, checklists and platforms that staff see, cuts it into words and
compounds, and adds those that have no reading yet. A line that is there is never changed: a dictionary is
often wrong about names and offices (代決, 様式), so read what was added over by eye and mend it in the file.
Words that no text holds any more are listed, and dropped with --prune.
"""

from __future__ import annotations

import argparse
import re
import tomllib
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "guideline" / "readings.toml"
HEAD = """\
# よみ。画面の検索で、ローマ字やかなから探すために使います（例：hensin → 返信）。
# 左は本文や画面に出るとおりの語、右はひらがなのよみです。誤りは、この表を直してください。
# 下書きは .ci/readings.py が辞書から作り、人が目を通しています。
scheme = 1

[reading]
"""
KANJI = re.compile(r"[\u3005\u3400-\u9fff]")
COMPOUND = ("名詞", "接尾辞", "接頭辞", "形状詞")
LONGEST = 3
"""Words of the longest compound that gets a reading of its own, beside those that the dictionary has."""
FRAGMENTS = {
    "上田市大手一", "大手一", "一度決裁", "一度発信", "以上発信", "1番", "集", "板", "当て", "畳ま",
    "市大手", "上田市大手", "週間以上", "一週間以上発信", "員法", "権等", "自ら発信", "後日回答", "三",
    "地方公務", "部広報", "開設可", "投稿可", "週間", "継い", "込ん", "特定多数", "上田市個人",
    "上田市情報", "上田市政策", "上田市総務", "企画部広報", "企画部広報課", "総務部広報",
    "上田市総務部広報", "総務部情報", "上田市総務部情報", "政策企画部広報", "法律第", "総務部広報情報",
    "再度発信",
}  # fmt: skip
"""Cuttings that are no words: looked at once, not wanted."""
CODES = {"id", "type", "role", "part_of", "on", "kind", "after", "to", "needs", "may", "default", "when",
         "source", "hosts", "aliases", "choice_words", "domains", "shorteners", "clause", "quote", "must", "should"}  # fmt: skip
"""Keys whose values are no text that staff search."""


def texts() -> Iterator[str]:
    """Every text that a person may search, as it stands."""
    folder = ROOT / "guideline"
    for page in sorted((folder / "chapters").glob("*.md")):
        yield page.read_text(encoding="utf-8")
    tables = [folder / "guideline.toml", folder / "city.toml"]
    for place in (folder / "forms", folder / "checklists", folder / "templates", ROOT / "data" / "platforms"):
        tables += sorted(place.glob("*.toml"))
    for path in tables:
        yield from strings(tomllib.loads(path.read_text(encoding="utf-8")))


def synonyms() -> Iterator[str]:
    """The words that people type for those of the texts; most have a reading too, a stem of a letter or two none."""
    text = (ROOT / "guideline" / "synonyms.toml").read_text(encoding="utf-8")
    yield from tomllib.loads(text)["synonym"]


def strings(value: Any) -> Iterator[str]:
    """The texts of a table, without the values of keys that hold codes."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, item in value.items():
            if key not in CODES or (key == "default" and KANJI.search(str(item))):
                yield from strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from strings(item)


def hiragana(text: str) -> str:
    """Katakana as hiragana; ー stays."""
    plain = unicodedata.normalize("NFKC", text)
    return "".join(chr(ord(c) - 0x60) if "ァ" <= c <= "ヶ" else c for c in plain)


def words(text: str) -> Iterator[tuple[str, str]]:
    """Words and compounds of a text that hold kanji, each with the reading that the dictionary gives."""
    from sudachipy import Dictionary, SplitMode

    cutter = Dictionary().tokenizer()
    for line in filter(KANJI.search, re.split(r"[\n。、「」（）()・〜～]", text)):
        for mode in (SplitMode.A, SplitMode.C):
            run: list[tuple[str, str, bool]] = []
            for word in [*cutter.tokenize(line, mode), None]:
                surface = word.surface() if word else ""
                if word and KANJI.search(surface):
                    kind = word.part_of_speech()[0]
                    yield surface, hiragana(word.reading_form())
                    if kind in COMPOUND:
                        heads = len(surface) > 1 or kind == "接頭辞"
                        run.append((surface, hiragana(word.reading_form()), heads))
                        continue
                yield from compounds(run)
                run = []


def compounds(run: list[tuple[str, str, bool]]) -> Iterator[tuple[str, str]]:
    """The compounds within a run of nouns; none begins with a suffix (長 of 所属長) or a single character."""
    for start, (_, _, heads) in enumerate(run):
        for end in range(start + 2, min(len(run), start + LONGEST) + 1) if heads else ():
            yield "".join(s for s, _, _ in run[start:end]), "".join(r for _, r, _ in run[start:end])


def main() -> int:
    """Read, add, write, and say what was added."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--prune", action="store_true")
    prune = options.parse_args().prune
    have: dict[str, str] = {}
    if TARGET.exists():
        have = tomllib.loads(TARGET.read_text(encoding="utf-8"))["reading"]
    everything = [*texts(), *synonyms()]
    added: dict[str, str] = {}
    for text in everything:
        for surface, reading in words(text):
            if surface not in have and surface not in FRAGMENTS and re.fullmatch(r"[ぁ-ゖー]+", reading):
                added.setdefault(surface, reading)
    whole = "\n".join(everything)
    unused = [word for word in have if word not in whole]
    readings = {w: r for w, r in {**have, **added}.items() if not (prune and w in unused)}
    lines = [f'"{word}" = "{readings[word]}"\n' for word in sorted(readings, key=lambda w: (readings[w], w))]
    TARGET.write_text(HEAD + "".join(lines), encoding="utf-8", newline="\n")
    print(*(f"+ {word} {reading}" for word, reading in added.items()), sep="\n")
    print(*(f"unused: {word}" for word in unused), sep="\n")
    print(f"{len(readings)} readings, {len(added)} added, {len(unused)} unused")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
