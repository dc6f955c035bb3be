"""References inside the text: 「5 安全に…」, 利用方針（様式1）, 次に掲げる情報, 第3条第2項, 前条, 同条, 前二項, 第三章, 5(8)オ.

Used by the reader, where Enter follows them. The patterns are those of Japanese public documents in general; what they
name is looked up in the guideline at hand, and what is not in it is no reference.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache, lru_cache

from uedasns_tui.frozen import dataclass
from uedasns_tui.guideline import citations
from uedasns_tui.guideline.clause_tree import HEADINGS, ITEMS, Clause, bare_title
from uedasns_tui.guideline.document import Guideline
from uedasns_tui.guideline.numbering import ARTICLE, NUMBER, arabic
from uedasns_tui.japanese.fold import fold, narrow

_JOINED = r"(?:及び|又は|若しくは|並びに|から|、)"
_OTHER_LAW = r"(?:法|法律|条例|令|規則|規程|要綱|憲章|\)|』|編)$"


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
    chosen: list[CrossReference] = []
    last = 0
    for reference in sorted(_candidates(guideline, clause), key=lambda item: (item.start, -item.end)):
        if reference.start >= last:
            chosen.append(reference)
            last = reference.end
    return tuple(chosen)


def _candidates(guideline: Guideline, clause: Clause) -> Iterator[CrossReference]:
    text = clause.text
    flat = narrow(text)
    headings = _headings(guideline)
    for quoted in re.finditer(r"[「『]([^「」『』]{2,60})[」』]", text):
        target = headings.get(_squeezed(quoted[1]))
        if target is not None and target not in clause.path:
            yield CrossReference(quoted.start(), quoted.end(), target.citation)
    for form in guideline.forms.values():
        for named in re.finditer(re.escape(narrow(form.cite)) + "(?![0-9])", flat) if form.cite else ():
            yield CrossReference(named.start(), named.end(), form.clause or form.cite, form.id)
    following = _next(clause)
    if following is not None:
        for passage in _patterns()["following"].finditer(text):
            yield CrossReference(passage.start(), passage.end(), following.citation)
    yield from _written(guideline, clause, flat)
    yield from _chapters(guideline, clause, flat)
    yield from _Articles(guideline, clause, flat).references()


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    items = rf"(?:第(?:{NUMBER})項)?(?:第(?:{NUMBER})号(?:の(?:{NUMBER}))?)?(?:[ァ-ン](?![ァ-ンー]))?(?:\([ァ-ン]\))?"
    part = "(?:本文|ただし書|前段|後段)?"
    things = "とおり|よう|こと|各号|各項|点|手順|内容|事項|項目|いずれか|場合|方法|もの|者|基準|例|表|情報"
    return {
        "following": re.compile(
            rf"次(?:に(?:掲げる|定める|示す)[^、。「」はをにが]{{0,12}}|の(?:各号|{things}))|当該各号"
        ),
        "written": re.compile(
            rf"(?<![0-9.])(?:[0-9]{{1,2}}|第[0-9]+(?:の[0-9]+)?)\([0-9]{{1,2}}\)(?:[①-⑳]|[ァ-ン](?![ァ-ンー]))?"
            rf"|第(?:{NUMBER})(?:の[0-9]+)?(?![0-9一二三四五六七八九十百])(?=の[^0-9]|[にをは、」]|及び|又は|から|まで)"
        ),
        "chapter": re.compile(rf"第(?:{NUMBER})章(?:の(?:{NUMBER}))?|次章|前章|本章"),
        "article": re.compile(
            rf"(?P<article>第(?:{NUMBER})条(?:の(?:{NUMBER}))?)(?P<rest>{items}){part}(?P<each>各号)?"
            rf"|(?P<near>前条|次条|同条|本条|この条|前項|次項|同項|前号|次号|前各[項号]|前(?P<count>[二三四五])[条項号])"
            rf"(?P<more>{items}){part}(?P<every>各号)?"
            rf"|(?P<own>第(?:{NUMBER})[項号]{items}){part}(?P<all>各号)?"
        ),
    }


@lru_cache(4)
def _headings(guideline: Guideline) -> dict[str, Clause]:
    """Headings by name, with their number and (where it is long enough to be no common word) without."""
    headings: dict[str, Clause] = {}
    for clause in guideline.clauses:
        if clause.title and clause.rank < HEADINGS:
            if clause.mark:
                headings.setdefault(_squeezed(f"{clause.mark}{clause.title}"), clause)
            if len(bare_title(clause.title)) >= 4:
                headings.setdefault(_squeezed(bare_title(clause.title)), clause)
    return headings


def _squeezed(text: str) -> str:
    return "".join(fold(narrow(text)).split())


def _next(clause: Clause) -> Clause | None:
    """What 次の points to: the first clause beneath, else the one that follows."""
    if clause.children:
        return clause.children[0]
    siblings = clause.parent.children if clause.parent is not None else ()
    index = siblings.index(clause) + 1 if clause in siblings else len(siblings)
    return siblings[index] if index < len(siblings) else None


def _written(guideline: Guideline, clause: Clause, flat: str) -> Iterator[CrossReference]:
    """Citations as such, from the whole document or from a clause around this one: 5(8)オ, 第1の2(1), 第1."""
    for match in _patterns()["written"].finditer(flat):
        path = citations.steps(match[0])
        if path is None or _of_other_law(flat, match.start()):
            continue
        path[0] = replace(path[0], kinds=path[0].kinds[:1])
        starts = (guideline.root, *reversed(clause.path))
        hits = (citations.follow(start, path) for start in starts)
        target = next((clauses[0] for clauses in hits if len(clauses) == 1), None)
        if target is not None and target is not clause:
            yield CrossReference(match.start(), match.end(), target.citation)


def _chapters(guideline: Guideline, clause: Clause, flat: str) -> Iterator[CrossReference]:
    """第三章, 次章, 前章."""
    chapters = [entry for entry in guideline.clauses if entry.kind == "第1章"]
    own = next((index for index, entry in enumerate(chapters) if entry in clause.path), None)
    steps = {"次章": 1, "前章": -1, "本章": 0}
    for match in _patterns()["chapter"].finditer(flat):
        if _of_other_law(flat, match.start()):
            continue
        if match[0] in steps:
            index = -1 if own is None else own + steps[match[0]]
            target = chapters[index] if 0 <= index < len(chapters) else None
        else:
            target = _only(citations.find(guideline.root, match[0]))
        if target is not None and target is not clause:
            yield CrossReference(match.start(), match.end(), target.citation)


class _Articles:
    """第3条第2項, 前条, 同項第1号, 第2号: from the whole document, from here, or from what was named last."""

    def __init__(self, guideline: Guideline, clause: Clause, flat: str) -> None:
        self.guideline, self.clause, self.flat = guideline, clause, flat
        self.named: Clause | None = None
        self.named_article: Clause | None = None
        self.named_paragraph: Clause | None = None
        self.other_law = False
        self.end = 0

    def references(self) -> Iterator[CrossReference]:
        for match in _patterns()["article"].finditer(self.flat):
            target = self.target(match)
            self.end = match.end()
            if target is None:
                continue
            self.named = target
            if match["article"] or (match["near"] or "").endswith("条"):
                self.named_article = target
            if match["article"] or "項" in match[0] or (match["near"] or "").endswith("条"):
                self.named_paragraph = target
            if target is not self.clause or match["each"] or match["every"] or match["all"]:
                yield CrossReference(match.start(), match.end(), target.citation)

    def target(self, match: re.Match[str]) -> Clause | None:
        joined = re.fullmatch(_JOINED, self.flat[self.end : match.start()]) is not None and self.end > 0
        if match["article"]:
            self.other_law = _of_other_law(self.flat, match.start()) or (joined and self.other_law)
            if self.other_law:
                self.named = self.named_article = self.named_paragraph = None
                return None
            start, rest = _only(citations.find(self.guideline.root, match["article"])), match["rest"]
        elif match["near"]:
            if self.in_quotation(match):
                return None
            start, rest = self.near(match["near"], match["count"]), match["more"]
        else:
            start, rest = self.around(match, joined), match["own"]
        return self.within(start, rest) if start is not None else None

    def in_quotation(self, match: re.Match[str]) -> bool:
        """Words that a provision replaces (「第一項」とあるのは) name nothing from here."""
        return self.flat[: match.start()].count("「") > self.flat[: match.start()].count("」")

    def within(self, start: Clause, rest: str) -> Clause | None:
        path = citations.steps(rest) if rest else []
        return _only(citations.follow(start, path)) if path is not None else None

    def around(self, match: re.Match[str], joined: bool) -> Clause | None:
        """Where 第2項 or 第2号 without an article is looked for: what was named last, this article, this paragraph."""
        own = match["own"]
        if self.flat[match.start() - 1 : match.start()] in ("条", "項") or self.in_quotation(match):
            return None
        if joined and (self.named is not None or self.other_law):
            return self.named and _article_or_paragraph(self.named, own)
        if _of_other_law(self.flat, match.start()) or re.search(
            "(?:法律|政令|省令)$", self.flat[: match.start()]
        ):
            return None
        return _article_or_paragraph(self.clause, own)

    def near(self, name: str, count: str | None) -> Clause | None:
        """前条, 次項, 前各号, 前二項, 本条, 同条: from where a clause stands, or from what was named last."""
        if name == "同条":
            return _enclosing(self.named_article, "条") if self.named_article else None
        if name == "同項":
            named = self.named_paragraph
            return named and (_enclosing(named, "項") or _enclosing(named, "条"))
        article = _enclosing(self.clause, "条")
        if name in ("本条", "この条"):
            return article
        unit = name[-1]
        own = _enclosing(self.clause, unit)
        if own is None:
            return self.from_article(name, unit)
        siblings = _siblings(self.guideline, own, unit)
        index = siblings.index(own)
        if unit == "項" and article is not None and article.has_paragraphs and siblings[0].label_number != 1:
            siblings, index = [article, *siblings], index + 1
        if name.startswith("前各"):
            return siblings[0] if index else None
        index += 1 if name.startswith("次") else -(arabic(count) if count else 1)
        return siblings[index] if 0 <= index < len(siblings) else None

    def from_article(self, name: str, unit: str) -> Clause | None:
        """From an article's own text, which is its first 項: 次項 is its second; 前各号 its own."""
        below = [child for child in self.clause.children if _is_unit(child, unit)]
        if unit == "項" and name == "次項" and self.clause.kind == ARTICLE:
            return below[0] if below else None
        return below[0] if unit == "号" and name.startswith("前各") and below else None


def _article_or_paragraph(clause: Clause, own: str) -> Clause | None:
    article = _enclosing(clause, "条")
    return article if article is None or "項" in own else _enclosing(clause, "項") or article


def _is_unit(clause: Clause, unit: str) -> bool:
    if unit == "条":
        return clause.kind == ARTICLE
    return clause.is_paragraph if unit == "項" else clause.kind in ITEMS and not clause.is_paragraph


def _enclosing(clause: Clause, unit: str) -> Clause | None:
    """The article, paragraph or item that a clause stands in."""
    return next((entry for entry in reversed(clause.path) if _is_unit(entry, unit)), None)


def _siblings(guideline: Guideline, clause: Clause, unit: str) -> list[Clause]:
    clauses = guideline.clauses if unit == "条" else clause.parent.children if clause.parent else ()
    return [entry for entry in clauses if _is_unit(entry, unit)]


def _only(clauses: tuple[Clause, ...]) -> Clause | None:
    return clauses[0] if len(clauses) == 1 else None


def _of_other_law(flat: str, position: int) -> bool:
    """Whether the words before name another law or rule, whose article it then is."""
    return re.search(_OTHER_LAW, flat[max(0, position - 8) : position]) is not None
