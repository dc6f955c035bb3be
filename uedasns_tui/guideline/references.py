"""References inside the text: 「5 安全に…」, 利用方針（様式1）, 次に掲げる情報, 第3条第2項, 前条. Generic patterns only.

Used by the reader, where Enter follows them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from uedasns_tui.guideline.citations import find
from uedasns_tui.guideline.document import Guideline
from uedasns_tui.guideline.tree import Clause
from uedasns_tui.japanese.fold import narrow


@dataclass(frozen=True, order=True)
class Reference:
    """A passage of a clause's text (code-point offsets in `clause.text`) that names another place.

    `target` is a citation; `form` the id of the form that it names, "" for none.
    """

    start: int
    end: int
    target: str
    form: str = ""


_ARTICLE = re.compile(
    r"第[0-9一二三四五六七八九十百]+条(?:の[0-9一二三四五六七八九十]+)?(?:第[0-9一二三四五六七八九十]+項)?(?:第[0-9一二三四五六七八九十]+号)?[アイウエオカキクケコ]?"
)
_FOLLOWING = re.compile(
    r"次に掲げる[^、。「」]{0,12}?(?=[はをにが、。])|次の(?:とおり|[^、。「」の]{1,8}?)(?=[はをにがで、。])"
)
_BEFORE = re.compile(r"前([条項号])")


def references(guideline: Guideline, clause: Clause) -> tuple[Reference, ...]:
    """The references in a clause's own text, in order, none inside another."""
    text = clause.text
    found: list[Reference] = []
    last = 0
    for one in sorted(_all(guideline, clause, text), key=lambda one: (one.start, -one.end)):
        if one.start >= last:
            found.append(one)
            last = one.end
    return tuple(found)


def _all(guideline: Guideline, clause: Clause, text: str) -> Iterator[Reference]:
    flat = narrow(text)
    for quoted in re.finditer(r"「([^「」]{2,60})」", text):
        for hit in _headed(guideline, quoted[1]):
            if hit is not clause and hit not in clause.path:
                yield Reference(quoted.start(), quoted.end(), hit.citation)
    for form in guideline.forms.values():
        if form.cite:
            for named in re.finditer(re.escape(narrow(form.cite)) + r"(?![0-9])", flat):
                yield Reference(named.start(), named.end(), form.clause or clause.citation, form.id)
    for article in _ARTICLE.finditer(flat):
        hits = find(guideline.root, article[0])
        outside = flat[max(0, article.start() - 6) : article.start()]
        if len(hits) == 1 and hits[0] is not clause and not re.search(r"(?:法|条例|令|規則|\))$", outside):
            yield Reference(article.start(), article.end(), hits[0].citation)
    if clause.children:
        for one in _FOLLOWING.finditer(text):
            yield Reference(one.start(), one.end(), clause.children[0].citation)
    for one in _BEFORE.finditer(text):
        target = _previous(guideline, clause, {"条": "第1条", "項": "1", "号": "(1)"}[one[1]])
        if target is not None:
            yield Reference(one.start(), one.end(), target.citation)


def _headed(guideline: Guideline, quoted: str) -> Iterator[Clause]:
    """A heading that the quoted words are, with or without its number."""
    flat = "".join(narrow(quoted).split())
    for one in guideline.clauses:
        if one.title and flat in ("".join(narrow(f"{one.mark}{one.title}").split()),):
            yield one


def _previous(guideline: Guideline, clause: Clause, kind: str) -> Clause | None:
    own = next((one for one in reversed(clause.path) if one.label and one.label.kind == kind), None)
    if own is None:
        return None
    kin = [one for one in guideline.clauses if one.label and one.label.kind == kind]
    if kind != "第1条":
        kin = [one for one in kin if one.parent is own.parent]
    at = kin.index(own)
    return kin[at - 1] if at else (own.parent if kind == "1" else None)
