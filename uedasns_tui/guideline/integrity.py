"""What one file of the guideline says of another: citations, quotes, ids. Used by `load.py`.

In our own files a citation that names no clause is an error, and so is a quote that the clause does not hold.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any

from uedasns_tui.guideline import word_pattern
from uedasns_tui.guideline.clause_tree import Clause
from uedasns_tui.guideline.document import Guideline
from uedasns_tui.guideline.facts_schema import Template, WordList
from uedasns_tui.guideline.guideline_schema import GuidelineFile
from uedasns_tui.guideline.problem import Location, Problem, Severity
from uedasns_tui.guideline.schema import FINDINGS, OUTCOME_FACTS, Checklist, Condition, Form, FormField
from uedasns_tui.guideline.toml_positions import Key
from uedasns_tui.guideline.toml_reader import fields

Faults = Iterator[tuple[Key, str]]


def check(guideline: Guideline, where: Callable[..., Location]) -> list[Problem]:
    """Every fault between the files of a guideline. `where`: (file, *key) -> the place."""
    found: list[Problem] = []

    def add(faults: Faults, file: str, severity: Severity) -> None:
        found.extend(Problem(severity, where(file, *key), message) for key, message in faults)

    for file, source in guideline.sources.items():
        add(_citations(guideline, source), file, "error")
        if isinstance(source, GuidelineFile):
            add(_signs(guideline, source), file, "error")
        elif isinstance(source, Form):
            add(_form(source), file, "error")
        elif isinstance(source, Checklist):
            add(_checklist(guideline, source), file, "error")
            add(_findings(guideline, source), file, "warning")
        elif isinstance(source, Template):
            add(_template(guideline, source), file, "error")
        elif isinstance(source, WordList):
            add(_twice("word", [one.word for one in source.word], "word"), file, "warning")
            add(_wordings(source), file, "error")
    return found


def _citations(guideline: Guideline, source: Any) -> Faults:
    for key, entry in _entries(source, ()):
        clause = getattr(entry, "clause", "")
        if clause:
            found = guideline.clause(clause)
            if found is None:
                yield (*key, "clause"), f"「{clause}」という条項はありません{_nearest(guideline, clause)}。"
            elif getattr(entry, "quote", ""):
                yield from _quote(found, entry.quote, key)
        consent = getattr(entry, "consent", None)
        if consent is not None and (found := guideline.clause(consent.clause)):
            for at, case in enumerate(consent.exempt):
                yield from _quote(found, case.quote, (*key, "consent", "exempt", at))
    if isinstance(source, GuidelineFile):
        for at, chapter in enumerate(source.asks.chapters):
            if guideline.clause(chapter) is None:
                message = f"「{chapter}」という章はありません{_nearest(guideline, chapter)}。"
                yield ("asks", "chapters", at), message


def _nearest(guideline: Guideline, citation: str) -> str:
    """The canonical writing of a citation that is not in it, else what it may have meant."""
    near = guideline.find(citation) or guideline.nearest(citation)
    return f"（近いもの: {'、'.join(one.citation for one in near)}）" if near else ""


def _quote(clause: Clause, quote: str, key: Key) -> Faults:
    if not any(quote in text for text in (clause.text, clause.title, "".join(clause.paragraphs))):
        yield (
            (*key, "quote"),
            f"「{quote[:20]}{'…' * (len(quote) > 20)}」は {clause.citation} の文にありません。",
        )


@cache
def _parts(cls: Any) -> tuple[str, ...] | None:
    """The fields of a class of the schema that may hold entries; None for any other class."""
    named = fields(cls)
    if named is None:
        return None
    kinds = {name: str(cls.__annotations__[name]) for name in named}
    return tuple(name for name, kind in kinds.items() if "tuple[" in kind or "| None" in kind)


def _entries(source: Any, key: Key) -> Iterator[tuple[Key, Any]]:
    cls: Any = type(source)
    parts = _parts(cls)
    if parts is None:
        return
    yield key, source
    for name in parts:
        value = getattr(source, name)
        if isinstance(value, tuple) and _parts(type(value)) is None:
            for at, one in enumerate(value):
                yield from _entries(one, (*key, name, at))
        else:
            yield from _entries(value, (*key, name))


def _signs(guideline: Guideline, source: GuidelineFile) -> Faults:
    for name in ("must", "should"):
        try:
            re.compile(getattr(source.asks, name))
        except re.error as error:
            yield ("asks", name), f"正規表現として読めません（{error}）。"
    if len({one.citation for one in guideline.clauses}) < len(guideline.clauses):
        seen: set[str] = set()
        for one in guideline.clauses:
            if one.citation in seen:
                yield ("chapters",), f"「{one.citation}」が二つあります（{one.file}:{one.line}）。"
            seen.add(one.citation)


def _twice(part: str, names: Iterable[str], key: str = "id") -> Faults:
    seen: set[str] = set()
    for at, name in enumerate(names):
        if name in seen:
            yield (part, at, key), f"「{name}」が二度あります。"
        seen.add(name)


def _unknown(condition: Condition, known: Iterable[str], key: Key, what: str = "項目") -> Faults:
    for name in condition:
        if name not in known:
            yield (*key, name), f"「{name}」という{what}はありません。"


def _form(form: Form) -> Faults:
    fields = {one.id: one for one in form.field}
    for part in ("field", "ask", "act", "rule"):
        yield from _twice(part, [one.id for one in getattr(form, part)])
    roles = [one.role or f"/{one.id}" for one in form.field]
    yield from _twice("field", roles, "role")
    for at, one in enumerate(form.field):
        yield from _field(one, fields, ("field", at))
    for name in ("first", "changed"):
        if getattr(form, name) and getattr(form, name) not in form.states:
            yield (name,), f"「{getattr(form, name)}」は states にありません。"
    for name in ("changed_from", "ended"):
        for at, state in enumerate(getattr(form, name)):
            if state not in form.states:
                yield (name, at), f"「{state}」は states にありません。"
    for at, condition in enumerate(form.aside):
        yield from _unknown(condition, fields, ("aside", at))
    yield from _acts(form, fields)
    for at, rule in enumerate(form.rule):
        if rule.on and rule.on not in fields:
            yield ("rule", at, "on"), f"「{rule.on}」という項目はありません。"
        yield from _unknown(rule.when, fields, ("rule", at, "when"))
        for number, condition in enumerate(rule.unless):
            yield from _unknown(condition, fields, ("rule", at, "unless", number))


def _field(one: FormField, fields: dict[str, FormField], key: Key) -> Faults:
    if one.part_of and one.part_of not in fields:
        yield (*key, "part_of"), f"「{one.part_of}」という項目はありません。"
    elif one.part_of and fields[one.part_of].type != "group":
        yield (*key, "part_of"), f"「{one.part_of}」は group ではありません。"
    yield from _unknown(one.when, fields, (*key, "when"))
    if one.type == "choice" and not one.choices:
        yield (*key, "choices"), "choice には choices が要ります。"
    if one.type == "choice" and one.default and one.default not in one.choices:
        yield (*key, "default"), f"「{one.default}」は choices にありません。"


def _acts(form: Form, fields: dict[str, FormField]) -> Faults:
    asks = {one.id for one in form.ask}
    for at, act in enumerate(form.act):
        if act.to and act.to not in form.states:
            yield ("act", at, "to"), f"「{act.to}」は states にありません。"
        for number, state in enumerate(act.after):
            if state not in form.states:
                yield ("act", at, "after", number), f"「{state}」は states にありません。"
        for name in ("needs", "may"):
            for number, ask in enumerate(getattr(act, name)):
                if ask not in asks:
                    yield ("act", at, name, number), f"「{ask}」という質問（ask）はありません。"
        yield from _unknown(act.when, fields, ("act", at, "when"))


def _checklist(guideline: Guideline, one: Checklist) -> Faults:
    form = guideline.forms.get(one.form)
    if one.form and form is None:
        yield ("form",), f"「{one.form}」という様式（forms）はありません。"
        return
    fields = {field.id for field in form.field} if form else set()
    known = {question.id for question in one.question} | fields
    for part in ("item", "question"):
        yield from _twice(part, [entry.id for entry in getattr(one, part)])
    if form:
        yield from _unknown(one.when, fields, ("when",))
    items = {item.id for item in one.item}
    for at, item in enumerate(one.item):
        yield from _unknown(item.when, known, ("item", at, "when"), "質問や項目")
    for at, outcome in enumerate(one.outcome):
        for number, condition in enumerate(outcome.any):
            key = ("outcome", at, "any", number)
            yield from _unknown(condition, OUTCOME_FACTS, key, "事実")
            for name, wanted in condition.items():
                yield from _never(wanted, OUTCOME_FACTS.get(name), (*key, name))
            if str(condition.get("item", "*")) not in (*items, "*"):
                yield (*key, "item"), f"「{condition['item']}」という確認の項目はありません。"
    if one.consent is not None:
        yield from _twice("consent.exempt", [case.id for case in one.consent.exempt])
        asks = {ask.id for ask in form.ask} if form else set()
        for at, case in enumerate(one.consent.exempt):
            for number, name in enumerate(case.needs):
                if name not in asks:
                    place = ("consent", "exempt", at, "needs", number)
                    yield place, f"「{name}」という質問（ask）はありません。"


def _never(wanted: Any, values: tuple[Any, ...] | None, key: Key) -> Faults:
    """A value that no fact ever has: the outcome would pass by what it was to catch."""
    for one in wanted if isinstance(wanted, list) else [wanted]:
        if (
            values is not None
            and one != "*"
            and (type(one), one) not in [(type(each), each) for each in values]
        ):
            yield (
                key,
                f"「{one}」という値はありません（{'・'.join(str(each) for each in values if each != '')}）。",
            )


def _findings(guideline: Guideline, one: Checklist) -> Faults:
    """Kinds of finding that nothing can find: the item would never be held up by them."""
    known = {*FINDINGS, *(words.kind for words in guideline.words)}
    for at, item in enumerate(one.item):
        for number, kind in enumerate(item.findings):
            if kind not in known:
                yield ("item", at, "findings", number), f"「{kind}」という指摘の種類はありません。"
    for at, question in enumerate(one.question):
        for number, kind in enumerate(question.finding):
            if kind not in known:
                yield ("question", at, "finding", number), f"「{kind}」という指摘の種類はありません。"


def _wordings(one: WordList) -> Faults:
    """Wordings that the notation does not know: nothing would ever match them."""
    sets = one.sets
    for at, word in enumerate(one.word):
        for message in word_pattern.word_faults(word.word, sets):
            yield ("word", at, "word"), message
        for number, longer in enumerate(word.unless):
            for message in word_pattern.faults(longer, sets):
                yield ("word", at, "unless", number), message
    for number, frame in enumerate(one.unless):
        for message in word_pattern.faults(frame, sets):
            yield ("unless", number), message
        if frame.count(word_pattern.FOUND) != 1:
            yield (
                ("unless", number),
                f"「{frame}」には、見つけた語を表す{word_pattern.FOUND}を一つ入れてください。",
            )


def _template(guideline: Guideline, one: Template) -> Faults:
    form = guideline.forms.get(one.form)
    if form is None:
        yield ("form",), f"「{one.form}」という様式（forms）はありません。"
        return
    fields = {field.id for field in form.field}
    for at, block in enumerate(one.block):
        for number, name in enumerate(block.rows):
            if name not in fields:
                yield ("block", at, "rows", number), f"「{name}」という項目はありません。"
        if block.kind == "steps" and block.text and block.text not in guideline.checklists:
            yield ("block", at, "text"), f"「{block.text}」というチェックはありません。"
