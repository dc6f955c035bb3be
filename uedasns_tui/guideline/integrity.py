"""References between the guideline's files: citations, quotes, ids. Used by `loader`.

In our own files a citation that names no clause is an error, and so is a quote that the clause does not hold.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator
from functools import cache
from typing import Any

from uedasns_tui.guideline import asking_words, word_pattern
from uedasns_tui.guideline.clause_tree import Clause
from uedasns_tui.guideline.document import Guideline
from uedasns_tui.guideline.facts_schema import Template, WordList
from uedasns_tui.guideline.guideline_schema import GuidelineFile
from uedasns_tui.guideline.problem import Location, Problem
from uedasns_tui.guideline.schema import FINDINGS, OUTCOME_FACTS, Checklist, Condition, Form
from uedasns_tui.guideline.toml_positions import Key
from uedasns_tui.guideline.toml_reader import fields

Faults = Iterator[tuple[Key, str]]


def check(guideline: Guideline, where: Callable[..., Location]) -> list[Problem]:
    """Every fault between the files of a guideline. `where`: (file, *key) -> the place."""
    problems: list[Problem] = []
    for file, source in guideline.sources.items():
        faults = [*_citations(guideline, source), *_errors(guideline, source)]
        problems += (Problem("error", where(file, *key), message) for key, message in faults)
        warnings = _warnings(guideline, source)
        problems += (Problem("warning", where(file, *key), message) for key, message in warnings)
        notes = _notes(source)
        problems += (Problem("note", where(file, *key), message) for key, message in notes)
    return problems


def _errors(guideline: Guideline, source: Any) -> Faults:
    match source:
        case GuidelineFile():
            yield from _asking_words(guideline, source)
        case Form():
            yield from _form(source)
        case Checklist():
            yield from _checklist(guideline, source)
        case Template():
            yield from _template(guideline, source)
        case WordList():
            yield from _wordings(source)


def _warnings(guideline: Guideline, source: Any) -> Faults:
    if isinstance(source, WordList):
        yield from _listed_twice(source)
    elif isinstance(source, Checklist):
        # kinds of finding that nothing can find would never hold their item up
        known = {*FINDINGS, *(words.kind for words in guideline.words)}
        kinds = [*_names("item", "findings", source.item), *_names("question", "finding", source.question)]
        yield from _absent(kinds, known, "「{}」という指摘の種類はありません。")


def _notes(source: Any) -> Faults:
    if isinstance(source, WordList):
        yield from _collisions(source)
    elif isinstance(source, GuidelineFile):
        for name in ("must", "should"):
            written = getattr(source.asks, name)
            if written and isinstance(written, str) and asking_words.read_old(written):
                yield ("asks", name), asking_words.rewritten(name, written)


def _citations(guideline: Guideline, source: Any) -> Faults:
    for key, entry in _entries(source, ()):
        citation = getattr(entry, "clause", "")
        if citation:
            clause = guideline.clause(citation)
            if clause is None:
                yield (
                    (*key, "clause"),
                    f"「{citation}」という条項はありません{_nearest(guideline, citation)}。",
                )
            else:
                yield from _quote(clause, getattr(entry, "quote", ""), key)
        consent = getattr(entry, "consent", None)
        if consent is not None and (clause := guideline.clause(consent.clause)):
            for index, exemption in enumerate(consent.exempt):
                yield from _quote(clause, exemption.quote, (*key, "consent", "exempt", index))
    for index, chapter in enumerate(source.asks.chapters if isinstance(source, GuidelineFile) else ()):
        if guideline.clause(chapter) is None:
            message = f"「{chapter}」という章はありません{_nearest(guideline, chapter)}。"
            yield ("asks", "chapters", index), message


def _nearest(guideline: Guideline, citation: str) -> str:
    """The canonical writing of a citation that is not in it, else what it may have meant."""
    near = guideline.find(citation) or guideline.nearest(citation)
    return f"（近いもの: {'、'.join(clause.citation for clause in near)}）" if near else ""


def _quote(clause: Clause, quote: str, key: Key) -> Faults:
    if not any(quote in text for text in (clause.text, clause.title, "".join(clause.paragraphs))):
        shown = quote[:20] + "…" * (len(quote) > 20)
        yield (*key, "quote"), f"「{shown}」は {clause.citation} の文にありません。"


@cache
def _entry_fields(cls: Any) -> tuple[str, ...] | None:
    """The fields of a class of the schema that may hold entries; None for any other class."""
    names = fields(cls)
    if names is None:
        return None
    kinds = {name: str(cls.__annotations__[name]) for name in names}
    return tuple(name for name, kind in kinds.items() if "tuple[" in kind or "| None" in kind)


def _entries(source: Any, key: Key) -> Iterator[tuple[Key, Any]]:
    """A table and all entries within it, each with its key."""
    cls: Any = type(source)
    names = _entry_fields(cls)
    if names is None:
        return
    yield key, source
    for name in names:
        value = getattr(source, name)
        if isinstance(value, tuple) and _entry_fields(type(value)) is None:
            for index, entry in enumerate(value):
                yield from _entries(entry, (*key, name, index))
        else:
            yield from _entries(value, (*key, name))


def _asking_words(guideline: Guideline, source: GuidelineFile) -> Faults:
    for name in ("must", "should", "unless"):
        written: tuple[str, ...] | str = getattr(source.asks, name)
        if isinstance(written, str):
            if asking_words.read_old(written) is None:
                yield ("asks", name), asking_words.UNREAD
        else:
            yield from ((("asks", name, index), message) for index, message in asking_words.faults(written))
    citations: set[str] = set()
    for clause in guideline.clauses:
        if clause.citation in citations:
            yield ("chapters",), f"「{clause.citation}」が二つあります（{clause.file}:{clause.line}）。"
        citations.add(clause.citation)


def _twice(table: str, names: Iterable[str], key: str = "id") -> Faults:
    seen: set[str] = set()
    for index, name in enumerate(names):
        if name in seen:
            yield (table, index, key), f"「{name}」が二度あります。"
        seen.add(name)


def _absent(names: Iterable[tuple[Key, str]], known: Container[str], message: str) -> Faults:
    """The names that are written but not known."""
    return ((key, message.format(name)) for key, name in names if name and name not in known)


def _names(table: str, key: str, entries: Iterable[Any]) -> Iterator[tuple[Key, str]]:
    """The names that each entry of a table lists under a key."""
    for index, entry in enumerate(entries):
        value = getattr(entry, key)
        if isinstance(value, str):
            yield (table, index, key), value
        else:
            yield from (((table, index, key, number), name) for number, name in enumerate(value))


def _unknown(condition: Condition, known: Container[str], key: Key, what: str = "項目") -> Faults:
    return _absent((((*key, name), name) for name in condition), known, f"「{{}}」という{what}はありません。")


def _form(form: Form) -> Faults:
    ids = {field.id: field for field in form.field}
    for table in ("field", "ask", "act", "rule"):
        yield from _twice(table, [entry.id for entry in getattr(form, table)])
    yield from _twice("field", [field.role or f"/{field.id}" for field in form.field], "role")
    for index, field in enumerate(form.field):
        key: Key = ("field", index)
        if field.part_of in ids and ids[field.part_of].type != "group":
            yield (*key, "part_of"), f"「{field.part_of}」は group ではありません。"
        if field.type == "choice" and not field.choices:
            yield (*key, "choices"), "choice には choices が要ります。"
        if field.type == "choice" and field.default and field.default not in field.choices:
            yield (*key, "default"), f"「{field.default}」は choices にありません。"
    states: list[tuple[Key, str]] = [(("first",), form.first), (("changed",), form.changed)]
    states += [((name, index), state) for name in ("changed_from", "ended") for index, state in enumerate(getattr(form, name))]  # fmt: skip
    states += [*_names("act", "to", form.act), *_names("act", "after", form.act)]
    yield from _absent(states, form.states, "「{}」は states にありません。")
    inputs = [*_names("act", "needs", form.act), *_names("act", "may", form.act)]
    yield from _absent(inputs, {entry.id for entry in form.ask}, "「{}」という質問（ask）はありません。")
    for index, act in enumerate(form.act):
        labels: list[tuple[Key, str]] = [(("act", index, "labels"), name) for name in act.labels]
        yield from _absent(labels, {*act.needs, *act.may}, "この手続（act）は「{}」を尋ねません。")
    steps = _names("watch", "step", form.watch)
    yield from _absent(steps, {act.id for act in form.act}, "「{}」という手続（act）はありません。")
    names = [*_names("field", "part_of", form.field), *_names("rule", "on", form.rule)]
    yield from _absent(names, ids, "「{}」という項目はありません。")
    for key, condition in _conditions(form):
        yield from _unknown(condition, ids, key)


def _conditions(form: Form) -> Iterator[tuple[Key, Condition]]:
    for index, condition in enumerate(form.aside):
        yield ("aside", index), condition
    for table in ("field", "act", "rule"):
        for index, entry in enumerate(getattr(form, table)):
            yield (table, index, "when"), entry.when
            for number, condition in enumerate(getattr(entry, "unless", ())):
                yield (table, index, "unless", number), condition


def _checklist(guideline: Guideline, checklist: Checklist) -> Faults:
    form = guideline.forms.get(checklist.form)
    if checklist.form and form is None:
        yield ("form",), f"「{checklist.form}」という様式（forms）はありません。"
        return
    ids = {field.id for field in form.field} if form else set()
    for table in ("item", "question"):
        yield from _twice(table, [entry.id for entry in getattr(checklist, table)])
    if form:
        yield from _unknown(checklist.when, ids, ("when",))
    known = ids | {question.id for question in checklist.question}
    for index, item in enumerate(checklist.item):
        yield from _unknown(item.when, known, ("item", index, "when"), "質問や項目")
    yield from _outcomes(checklist)
    if checklist.consent is not None:
        yield from _twice("consent.exempt", [exemption.id for exemption in checklist.consent.exempt])
        inputs = {entry.id for entry in form.ask} if form else set()
        needs = [(("consent", *key), name) for key, name in _names("exempt", "needs", checklist.consent.exempt)]  # fmt: skip
        yield from _absent(needs, inputs, "「{}」という質問（ask）はありません。")


def _outcomes(checklist: Checklist) -> Faults:
    items = {"*", *(item.id for item in checklist.item)}
    for index, outcome in enumerate(checklist.outcome):
        for number, condition in enumerate(outcome.any):
            key: Key = ("outcome", index, "any", number)
            yield from _unknown(condition, OUTCOME_FACTS, key, "事実")
            for name, wanted in condition.items():
                yield from _impossible(wanted, OUTCOME_FACTS.get(name), (*key, name))
            if str(condition.get("item", "*")) not in items:
                yield (*key, "item"), f"「{condition['item']}」という確認の項目はありません。"


def _impossible(wanted: Any, values: tuple[Any, ...] | None, key: Key) -> Faults:
    """A value that no fact ever has: the outcome would pass by what it was to catch."""
    for value in wanted if isinstance(wanted, list) else [wanted]:
        if values is None or value == "*":
            continue
        if not any(type(value) is type(known) and value == known for known in values):
            known = "・".join(str(known) for known in values if known != "")
            yield key, f"「{value}」という値はありません（{known}）。"


def _listed_twice(words: WordList) -> Faults:
    seen: set[str] = set()
    for index, word in enumerate(words.word):
        for wording in word.wordings:
            if wording in seen:
                yield ("word", index, "word"), f"「{wording}」が二度あります。"
            seen.add(wording)


def _collisions(words: WordList) -> Faults:
    for index, word in enumerate(words.word):
        for wording in word.wordings:
            for message in word_pattern.collisions(wording, words.sets):
                yield ("word", index, "word"), message
        for number, longer in enumerate(word.unless):
            for message in word_pattern.collisions(longer, words.sets):
                yield ("word", index, "unless", number), message


def _wordings(words: WordList) -> Faults:
    """Wordings that the notation does not know: nothing would ever match them."""
    for index, word in enumerate(words.word):
        for wording in word.wordings:
            for message in word_pattern.word_faults(wording, words.sets):
                yield ("word", index, "word"), message
        for number, longer in enumerate(word.unless):
            for message in word_pattern.faults(longer, words.sets):
                yield ("word", index, "unless", number), message
    for number, frame in enumerate(words.unless):
        key: Key = ("unless", number)
        for message in word_pattern.faults(frame, words.sets):
            yield key, message
        if frame.count(word_pattern.FOUND) != 1:
            yield key, f"「{frame}」には、見つけた語を表す{word_pattern.FOUND}を1つ入れてください。"


def _template(guideline: Guideline, template: Template) -> Faults:
    form = guideline.forms.get(template.form)
    if form is None:
        yield ("form",), f"「{template.form}」という様式（forms）はありません。"
        return
    rows = _names("block", "rows", template.block)
    yield from _absent(rows, {field.id for field in form.field}, "「{}」という項目はありません。")
    for index, block in enumerate(template.block):
        if block.kind == "steps" and block.text and block.text not in guideline.checklists:
            yield ("block", index, "text"), f"「{block.text}」というチェックはありません。"
