"""What one file of the guideline says of another: citations, quotes, ids. Used by `load.py`.

In our own files a citation that names no clause is an error, and so is a quote that the clause does not hold.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterator
from typing import Any

from uedasns_tui.guideline.document import Guideline
from uedasns_tui.guideline.problem import Problem, Where
from uedasns_tui.guideline.schema import Checklist, Form, GuidelineFile

Place = Callable[..., Where]
Key = tuple[str | int, ...]


def check(guideline: Guideline, sources: dict[str, Any], where: Place) -> list[Problem]:
    """Every fault between the files. `sources`: file name -> what was read from it."""
    found: list[Problem] = []
    for file, source in sources.items():
        for key, message in _faults(guideline, source):
            found.append(Problem("error", where(file, *key), message))
    return found


def _faults(guideline: Guideline, source: Any) -> Iterator[tuple[Key, str]]:
    for key, entry in _entries(source, ()):
        clause = getattr(entry, "clause", "")
        if clause:
            found = guideline.clause(clause)
            if found is None:
                near = "、".join(one.citation for one in guideline.nearest(clause))
                yield (
                    (*key, "clause"),
                    f"「{clause}」という条項はありません" + (f"（近いもの: {near}）。" if near else "。"),
                )
            elif getattr(entry, "quote", "") and not _holds(found, entry.quote):
                yield (*key, "quote"), f"「{entry.quote[:20]}」は {clause} の文にありません。"
    if isinstance(source, GuidelineFile):
        for name in ("must", "should"):
            try:
                re.compile(getattr(source.asks, name))
            except re.error as error:
                yield ("asks", name), f"正規表現として読めません（{error}）。"
    if isinstance(source, Form):
        yield from _form(source)
    if isinstance(source, Checklist):
        yield from _checklist(guideline, source)


def _holds(clause: Any, quote: str) -> bool:
    return any(quote in text for text in (clause.text, clause.title, clause.text.replace("\n", "")))


def _entries(source: Any, key: Key) -> Iterator[tuple[Key, Any]]:
    if dataclasses.is_dataclass(source):
        yield key, source
        for one in dataclasses.fields(source):
            yield from _entries(getattr(source, one.name), (*key, one.name))
    elif isinstance(source, tuple):
        for at, one in enumerate(source):
            yield from _entries(one, (*key, at))


def _twice(names: list[str]) -> Iterator[tuple[int, str]]:
    seen: set[str] = set()
    for at, name in enumerate(names):
        if name in seen:
            yield at, name
        seen.add(name)


def _form(form: Form) -> Iterator[tuple[Key, str]]:
    fields = {one.id for one in form.field}
    asks = {one.id for one in form.ask}
    for part in ("field", "ask", "act", "rule"):
        for at, name in _twice([one.id for one in getattr(form, part)]):
            yield (part, at, "id"), f"id「{name}」が二度あります。"
    for at, one in enumerate(form.field):
        if one.part_of and one.part_of not in fields:
            yield ("field", at, "part_of"), f"「{one.part_of}」という項目はありません。"
        for name in one.when:
            if name not in fields:
                yield ("field", at, "when"), f"「{name}」という項目はありません。"
        if one.type == "choice" and not one.choices:
            yield ("field", at), "choice には choices が要ります。"
        if one.type == "choice" and one.default and one.default not in one.choices:
            yield ("field", at, "default"), f"「{one.default}」は choices にありません。"
    for name in ("first", "changed"):
        if getattr(form, name) and getattr(form, name) not in form.states:
            yield (name,), f"「{getattr(form, name)}」は states にありません。"
    for name in ("changed_from", "ended"):
        for state in getattr(form, name):
            if state not in form.states:
                yield (name,), f"「{state}」は states にありません。"
    for at, act in enumerate(form.act):
        for state in (*act.after, *((act.to,) if act.to else ())):
            if state not in form.states:
                yield ("act", at), f"「{state}」は states にありません。"
        for ask in (*act.needs, *act.may):
            if ask not in asks:
                yield ("act", at), f"「{ask}」という質問（ask）はありません。"
        for name in act.when:
            if name not in fields:
                yield ("act", at, "when"), f"「{name}」という項目はありません。"
    for at, rule in enumerate(form.rule):
        if rule.on and rule.on not in fields:
            yield ("rule", at, "on"), f"「{rule.on}」という項目はありません。"
        for condition in (rule.when, *rule.unless):
            for name in condition:
                if name not in fields:
                    yield ("rule", at), f"「{name}」という項目はありません。"


def _checklist(guideline: Guideline, one: Checklist) -> Iterator[tuple[Key, str]]:
    form = guideline.forms.get(one.form)
    if one.form and form is None:
        yield ("form",), f"「{one.form}」という様式（forms）はありません。"
    known = {question.id for question in one.question} | (
        {field.id for field in form.field} if form else set()
    )
    for part in ("item", "question"):
        for at, name in _twice([entry.id for entry in getattr(one, part)]):
            yield (part, at, "id"), f"id「{name}」が二度あります。"
    for at, item in enumerate(one.item):
        for name in item.when:
            if name not in known:
                yield ("item", at, "when"), f"「{name}」という質問や項目はありません。"
    if one.consent is not None and form is not None:
        asks = {ask.id for ask in form.ask}
        for at, exempt in enumerate(one.consent.exempt):
            for name in exempt.needs:
                if name not in asks:
                    yield ("consent", "exempt", at, "needs"), f"「{name}」という質問（ask）はありません。"
