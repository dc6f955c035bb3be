"""References inside the text: 「5 安全に…」, 利用方針（様式1）, 次に掲げる情報, 第3条第2項, 前条, 5(8)オ.

Used by the reader, where Enter follows them. The patterns are those of Japanese public documents in general; what they
name is looked up in the guideline at hand, and what cannot be found there is no reference.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache, lru_cache

from uedasns_tui.frozen import dataclass
from uedasns_tui.guideline import citations
from uedasns_tui.guideline.clause_tree import HEADINGS, Clause, bare_title
from uedasns_tui.guideline.document import Guideline
from uedasns_tui.guideline.numbering import NUMBER
from uedasns_tui.japanese.fold import fold, narrow

_KINDS = {"条": "第1条", "項": "1", "号": "(1)"}


@dataclass(frozen=True, order=True)
class CrossReference:
    """A passage of a clause's text (code-point offsets in `clause.text`) that names another place.

    `target` is a citation; `form` the id of the form that it names, "" for none.
    """

    start: int
    end: int
    target: str
    form: str = ""


def references(guideline: Guideline, clause: Clause) -> tuple[CrossReference, ...]:
    """The references in a clause's own text, in order, none inside another."""
    found: list[CrossReference] = []
    last = 0
    for one in sorted(_all(guideline, clause), key=lambda one: (one.start, -one.end)):
        if one.start >= last:
            found.append(one)
            last = one.end
    return tuple(found)


def _all(guideline: Guideline, clause: Clause) -> Iterator[CrossReference]:
    text = clause.text
    flat = narrow(text)
    headings = _headings(guideline)
    for quoted in re.finditer(r"[「『]([^「」『』]{2,60})[」』]", text):
        hit = headings.get(_name(quoted[1]))
        if hit is not None and hit not in clause.path:
            yield CrossReference(quoted.start(), quoted.end(), hit.citation)
    for form in guideline.forms.values():
        if form.cite:
            for named in re.finditer(re.escape(narrow(form.cite)) + "(?![0-9])", flat):
                yield CrossReference(named.start(), named.end(), form.clause or form.cite, form.id)
    following = _next(clause)
    if following is not None:
        for said in _patterns()["following"].finditer(text):
            yield CrossReference(said.start(), said.end(), following.citation)
    yield from _written(guideline, clause, flat)
    yield from _articles(guideline, clause, flat)


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    item = rf"(?:第(?:{NUMBER})項)?(?:第(?:{NUMBER})号)?(?:[ァ-ン](?![ァ-ンー]))?(?:\([ァ-ン]\))?"
    things = "とおり|よう|こと|各号|各項|点|手順|内容|事項|項目|いずれか|場合|方法|もの|者|基準|例|表|情報"
    return {
        "following": re.compile(
            rf"次(?:に(?:掲げる|定める|示す)[^、。「」はをにが]{{0,12}}|の(?:各号|{things}))"
        ),
        "written": re.compile(
            rf"(?<![0-9.])(?:[0-9]{{1,2}}|第[0-9]+(?:の[0-9]+)?)\([0-9]{{1,2}}\)(?:[①-⑳]|[ァ-ン](?![ァ-ンー]))?"
            rf"|第(?:{NUMBER})(?:の[0-9]+)?(?![0-9一二三四五六七八九十百])(?=の[^0-9]|[にをは、」]|及び|又は|から|まで)"
        ),
        "article": re.compile(
            rf"(?P<all>第(?:{NUMBER})条(?:の(?:{NUMBER}))?)(?P<rest>{item})"
            rf"|(?P<near>前条|次条|同条|本条|この条|前項|次項|同項|前号|次号|前各[項号])(?P<more>{item})"
            rf"|(?P<own>第(?:{NUMBER})[項号]{item})"
        ),
    }


@lru_cache(4)
def _headings(guideline: Guideline) -> dict[str, Clause]:
    """Headings by name, with their number and (where it is long enough to be no common word) without."""
    found: dict[str, Clause] = {}
    for one in guideline.clauses:
        if one.title and one.rank < HEADINGS:
            if one.mark:
                found.setdefault(_name(f"{one.mark}{one.title}"), one)
            if len(bare_title(one.title)) >= 4:
                found.setdefault(_name(bare_title(one.title)), one)
    return found


def _name(text: str) -> str:
    return "".join(fold(narrow(text)).split())


def _next(clause: Clause) -> Clause | None:
    """What 次の points to: the first clause beneath, else the one that follows."""
    if clause.children:
        return clause.children[0]
    kin = clause.parent.children if clause.parent is not None else ()
    at = kin.index(clause) + 1 if clause in kin else len(kin)
    return kin[at] if at < len(kin) else None


def _written(guideline: Guideline, clause: Clause, flat: str) -> Iterator[CrossReference]:
    """Citations as such, from the whole document or from a clause around this one: 5(8)オ, 第1の2(1), 第1."""
    for one in _patterns()["written"].finditer(flat):
        path = citations.steps(one[0])
        if path is None or _elsewhere(flat, one.start()):
            continue
        path[0] = replace(path[0], kinds=path[0].kinds[:1])
        starts = (guideline.root, *reversed(clause.path))
        target = next((hits[0] for start in starts if len(hits := citations.follow(start, path)) == 1), None)
        if target is not None and target is not clause:
            yield CrossReference(one.start(), one.end(), target.citation)


def _articles(guideline: Guideline, clause: Clause, flat: str) -> Iterator[CrossReference]:
    """第3条第2項, 前条, 同項第1号, 第2号: from the whole document, from here, or from what was named last."""
    named: Clause | None = None
    for one in _patterns()["article"].finditer(flat):
        if one["all"] and _elsewhere(flat, one.start()):
            named = None
            continue
        if one["all"]:
            start, rest = _only(citations.find(guideline.root, one["all"])), one["rest"]
        elif one["near"]:
            start = _same(named, one["near"]) or _relative(guideline, clause, one["near"])
            rest = one["more"]
        else:
            joined = flat[one.start() - 1 : one.start()] in ("条", "項")
            start, rest = None if joined else _around(clause, one["own"]), one["own"]
        target = _within(start, rest) if start is not None else None
        if target is not None and target is not clause:
            named = target
            yield CrossReference(one.start(), one.end(), target.citation)


def _only(found: tuple[Clause, ...]) -> Clause | None:
    return found[0] if len(found) == 1 else None


def _elsewhere(flat: str, at: int) -> bool:
    """Whether the words before name another law or rule, whose article it then is."""
    return re.search(r"(?:法|法律|条例|令|規則|規程|要綱|憲章|\)|』)$", flat[max(0, at - 8) : at]) is not None


def _within(start: Clause, rest: str) -> Clause | None:
    path = citations.steps(rest) if rest else []
    return _only(citations.follow(start, path)) if path is not None else None


def _own(clause: Clause, kind: str) -> Clause | None:
    """The article, paragraph or item that a clause stands in."""
    return next((one for one in reversed(clause.path) if one.label and one.label.kind == kind), None)


def _same(named: Clause | None, said: str) -> Clause | None:
    """同条, 同項: that of what was named last."""
    if named is None or not said.startswith("同"):
        return None
    return _own(named, _KINDS[said[-1]]) or _own(named, _KINDS["条"])


def _around(clause: Clause, said: str) -> Clause | None:
    """Where 第2項 or 第2号 without an article is looked for: this article, this paragraph."""
    article = _own(clause, _KINDS["条"])
    if article is None or "項" in said:
        return article
    return _own(clause, _KINDS["項"]) or article


def _relative(guideline: Guideline, clause: Clause, said: str) -> Clause | None:
    """前条, 次項, 前各号, 本条: from where a clause stands; the first 項 of an article is the article itself."""
    if said.startswith("同"):
        return None
    kind = _KINDS[said[-1]]
    own, article = _own(clause, kind), _own(clause, _KINDS["条"])
    if said in ("本条", "この条"):
        return article
    if own is None and kind == _KINDS["項"]:
        first = next((one for one in clause.children if one.label and one.label.kind == kind), None)
        return first if said == "次項" else None
    if own is None:
        kin = _kin(clause.children, kind)
        return kin[0] if said.startswith("前各") and kin else None
    kin = _kin(guideline.clauses if kind == _KINDS["条"] else own.parent.children if own.parent else (), kind)
    at = kin.index(own)
    if said.startswith("前各"):
        return article if article is not None and kind == _KINDS["項"] else kin[0] if at else None
    if said.startswith("次"):
        return kin[at + 1] if at + 1 < len(kin) else None
    return kin[at - 1] if at else article if kind == _KINDS["項"] else None


def _kin(clauses: tuple[Clause, ...], kind: str) -> list[Clause]:
    return [one for one in clauses if one.label is not None and one.label.kind == kind]
