"""Writes the files of a guideline's folder from an imported text.

Used by `guideline import` and `guideline new`. Each sentence that asks is an item of the checklist, turned into a
statement where that is sure; the rest explains. A list of what a policy must hold is the fields of its form.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from uedasns_tui.guideline import citations
from uedasns_tui.guideline.chapters import read_chapters
from uedasns_tui.guideline.clause_tree import Clause
from uedasns_tui.guideline.coverage import asked
from uedasns_tui.guideline.document import Guideline
from uedasns_tui.guideline.guideline_schema import AskingWords, GuidelineFile
from uedasns_tui.guideline.import_history import HistoryDate, city_name, read_history
from uedasns_tui.guideline.import_lines import is_layout, lone_cell
from uedasns_tui.guideline.import_statements import MUST, SHOULD, UNLESS, statement
from uedasns_tui.guideline.importer import ImportedText, ImportNote
from uedasns_tui.guideline.numbering import ARTICLE
from uedasns_tui.guideline.starter_files import starter_file, starter_words
from uedasns_tui.japanese.fold import narrow

UNKNOWN_CITY = "（市町村の名前）"
FIELDS = (
    ("名称", "line", "name"), ("URL|ＵＲＬ|アドレス|リンク", "url", "url"), ("連絡先|問合せ|問い合わせ", "text", "contact"),
    ("媒体|サービス|種類|ソーシャルメディア(?:名|$)|利用するソーシャル", "platform", "platform"), ("アカウント", "line", "account"),
    ("名前|氏名", "line", "name"), ("期間|期日|開始日", "period", "period"), ("目的|理由", "text", "purpose"),
    ("内容|情報", "text", "content"), ("返信|書き込み|書込み|コメント", "text", "reply"), ("担当|所属|課|部署|運用者|管理者", "section", "section"),
)  # fmt: skip
"""Words of a field's label, its type and its role."""
LISTED = r"次の各号|(?:次|各号|以下|別[表紙]).{0,12}(?:事項|内容|項目|もの|とおり|こと)"
POLICY = r"(?:運用|利用|活用)?(?:方針|ポリシー|指針|要領|届出書|届書|申請書|計画書)"


class GuidelineFiles(NamedTuple):
    """The files of a folder by their names, and what a person must look at."""

    files: dict[str, str]
    notes: tuple[ImportNote, ...]


def guideline_files(imported: ImportedText, source: str) -> GuidelineFiles:
    """The files of a guideline that was imported from `source`."""
    return _Files(imported, source).result()


class _Files:
    """Makes the files of one guideline."""

    def __init__(self, imported: ImportedText, source: str) -> None:
        self.imported = imported
        self.source = [narrow(line).replace(" ", "") for line in source.split("\n")]
        self.names = [f"{number:02}" for number in range(1, len(imported.chapters) + 1)]
        self.notes = list(imported.notes)
        texts = [
            (f"chapters/{name}.md", text) for name, text in zip(self.names, imported.chapters, strict=True)
        ]
        root, faults = read_chapters(texts, imported.numbering)
        asks = AskingWords(MUST, SHOULD, unless=UNLESS)
        first = imported.history[-1].date
        file = GuidelineFile(1, imported.title, "", first, imported.numbering, tuple(self.names), asks)
        tables: dict[str, Any] = {}
        self.guideline = Guideline(file, root, Path(), tables.__getitem__)
        chapters = {
            f"chapters/{name}.md": text.split("\n")
            for name, text in zip(self.names, imported.chapters, strict=True)
        }
        for fault in faults:
            line = chapters[fault.where.file][fault.where.line - 1]
            self.note(line.lstrip("# "), fault.message)
        self.whole = "\n".join(imported.chapters)
        self.form_clause = self.find_form_clause()

    def note(self, words: str, message: str) -> None:
        """A note, with the line of the source that holds the words."""
        wanted = narrow(words).replace(" ", "")[:12]
        line = next((number for number, text in enumerate(self.source, 1) if wanted and wanted in text), 0)
        self.notes.append(ImportNote(line, message))

    def result(self) -> GuidelineFiles:
        files = {
            f"chapters/{name}.md": text for name, text in zip(self.names, self.imported.chapters, strict=True)
        }
        items, explained = self.sentences()
        files["guideline.toml"] = self.guideline_toml(explained)
        files["city.toml"] = f'scheme = 1\nname = {_quoted(self.city())}\nhead = "所属長"\ndomains = []\n'
        files["forms/policy.toml"] = self.policy_form()
        approval = self.approval(starter_words()["post_approval"])
        files["forms/post.toml"] = starter_file("post", approval=approval)
        if re.search(starter_words()["incident"], self.whole):
            files["forms/incident.toml"] = starter_file("incident")
        files["checklists/post.toml"] = self.checklist(items)
        self.check_words()
        return GuidelineFiles(files, tuple(sorted(set(self.notes))))

    def city(self) -> str:
        name = city_name(self.imported.title, self.whole)
        if name:
            return name
        name = UNKNOWN_CITY
        message = f"市町村の名前が分かりません。「{name}」としました（city.toml と guideline.toml）。"
        self.notes.append(ImportNote(1, message))
        return name

    def guideline_toml(self, explained: Iterable[str]) -> str:
        imported = self.imported
        last = imported.history[-1].date
        lines = [
            "# 版と構成です。本文は chapters/ にあります（公表された文のまま）。書ける項目は KEYS.md にあります。",
            "scheme = 1", f"title = {_quoted(imported.title)}", f"city = {_quoted(self.city())}",
            f"edition = {last}", f"numbering = {_list(imported.numbering)}", f"chapters = {_list(self.names)}",
        ]  # fmt: skip
        if ARTICLE in imported.numbering or any(clause.kind == "第1" for clause in self.guideline.clauses):
            lines.append('citation = "formal"')
        lines += [
            "",
            "[asks]",
            f"must = {_list(MUST)}",
            f"should = {_list(SHOULD)}",
            f"unless = {_list(UNLESS)}",
        ]
        for entry in imported.history:
            lines += ["", "[[history]]", f"date = {entry.date}", f"event = {_quoted(entry.event)}"]
            lines += [f"offices = {_list(entry.offices)}"] if entry.offices else []
        return "\n".join(lines) + "\n" + "".join(explained)

    def sentences(self) -> tuple[list[str], list[str]]:
        """The items of the checklist, and the entries of guideline.toml for what explains."""
        items: list[str] = []
        explained: list[str] = []
        fields = set(_listed(self.form_clause)) if self.form_clause else set()
        for clause in self.guideline.clauses:
            asking = [bool(asked(self.guideline, sentence)) for sentence in clause.sentences]
            for index, (sentence, asks) in enumerate(zip(clause.sentences, asking, strict=True)):
                if clause in fields and index == 0:
                    continue
                quote = sentence if len(clause.sentences) > 1 else ""
                if asks and clause.parent and re.search("をいう。$|用語の(?:意義|定義)", clause.parent.text):
                    why = "言葉の定義です。"
                    explained.append(_entry("unanswered", clause=clause.citation, quote=quote, why=why))
                elif asks:
                    items.append(self.item(len(items) + 1, clause, sentence, quote))
                elif quote or any(asking):
                    explained.append(_entry("explained", clause=clause.citation, quote=quote))
            if len(clause.sentences) == 1 and not any(asking) and clause not in fields:
                explained.append(_entry("explained", clause=clause.citation))
        return items, explained

    def item(self, number: int, clause: Clause, sentence: str, quote: str) -> str:
        turned = statement(sentence)
        if not turned:
            shown = sentence if len(sentence) <= 30 else sentence[:29] + "…"
            self.note(
                sentence,
                f"「{shown}」を、確かめる文に直していません（checklists/post.toml の item-{number}）。",
            )
        weight = "should" if asked(self.guideline, sentence) == "should" else ""
        say = re.sub(r"^(?:また|なお|さらに|ただし)、", "", turned or sentence)
        return _entry(
            "item", id=f"item-{number}", say=say, clause=clause.citation, quote=quote, weight=weight
        )

    def checklist(self, items: list[str]) -> str:
        starter = starter_file("checklist", items="".join(items) or "item = []\n")
        if not items:
            self.notes.append(
                ImportNote(
                    0, "求める文が見つかりません。確かめる項目を checklists/post.toml に書いてください。"
                )
            )
        return starter

    def find_form_clause(self) -> Clause | None:
        """The clause or the sheet (別紙1) that lists what a policy or a filing must hold."""
        for clause in self.guideline.clauses:
            text = re.sub(r"(?:この|本)(?:運用|利用|活用)?(?:方針|ポリシー|指針|要領)", "", clause.text)
            if (
                re.search(
                    rf"{POLICY}に(?:定め|記載す|明記す|掲載す|盛り込)[^、。]{{0,6}}(?:事項|項目|内容)",
                    clause.whole,
                )
                and len(_listed(clause)) >= 3
            ):
                return clause
            if not (re.search(LISTED, text) and re.search(POLICY, text)):
                continue
            sheet = re.search(r"別[表紙](?:第?[0-9０-９一二三]+)?", clause.text)
            lists = [clause, *(citations.find(self.guideline.root, sheet[0]) if sheet else ())]
            listing = next((entry for entry in lists if len(_listed(entry)) >= 3), None)
            if listing and re.search("記載|明記|定め|明確|書い|作成|明示|掲げ", clause.text):
                return listing
        return None

    def approval(self, default: str) -> str:
        counts = {
            word: self.whole.count(word)
            for word in (*starter_words()["approvals"], starter_words()["filing"])
        }
        word = max(counts, key=lambda name: counts[name])
        return word if counts[word] and word != starter_words()["filing"] else default

    def policy_form(self) -> str:
        clause = self.form_clause
        cite = re.search(
            r"(?:別記)?様式第?[0-9０-９一二三]+号?|別記様式", clause.text if clause else self.whole
        )
        asked_for = any(word in self.whole for word in starter_words()["approvals"][:3])
        filing = not asked_for and starter_words()["filed"] in self.whole
        approval = starter_words()["filing"] if filing else self.approval(starter_words()["policy_approval"])
        title = (
            re.search(rf"(?:運用|利用|活用|アカウント)?{POLICY[POLICY.index('(?:方針') :]}", clause.text)
            if clause
            else None
        )
        head = [
            f"# {approval}を受ける書類です。欄は一度だけここに書きます。書ける項目は KEYS.md にあります。",
            "scheme = 1", 'id = "policy"', f"title = {_quoted(title[0] if title else starter_words()['policy_title'])}", 'purpose = "policy"',
            f"approval = {_quoted(approval)}", f"register = {_quoted(starter_words()['register'])}",
        ]  # fmt: skip
        head += [f"cite = {_quoted(narrow(cite[0]))}"] if cite else []
        head += [f"clause = {_quoted(clause.citation)}"] if clause else []
        fields = "\n" + "".join(self.fields(clause)) + "\n"
        life = starter_file("filing" if filing else "approval", approval=approval, fields=fields)
        return "\n".join(head) + "\n" + life

    def fields(self, clause: Clause | None) -> Iterator[str]:
        if clause is None:
            self.notes.append(
                ImportNote(
                    0, "方針に書く事項の一覧が見つからないので、ふつうの欄を作りました（forms/policy.toml）。"
                )
            )
            for name, label, kind in (
                ("name", "名称", "line"), ("platform", "ソーシャルメディア", "platform"), ("account", "アカウント", "line"), ("url", "URL", "url"),
                ("purpose", "目的", "text"), ("section", "担当する課", "section"),
            ):  # fmt: skip
                yield _entry("field", id=name, label=label, type=kind, role=name)
            return
        used: set[str] = set()
        for number, child in enumerate(_listed(clause), 1):
            text = child.title or child.text.split("\n")[0]
            kind, role = next(
                ((kind, role) for words, kind, role in FIELDS if re.search(words, text)), ("text", "")
            )
            if role in used:
                kind, role = "text", ""
            used.add(role)
            label = f"{child.mark}{' ' * child.mark[-1:].isalnum()}{text[:40]}".strip()
            quote = "" if len(child.sentences) <= 1 else child.sentences[0]
            yield _entry(
                "field",
                id=role or f"field-{number}",
                label=label,
                clause=child.citation,
                quote=quote,
                type=kind,
                role=role,
            )
        self.note(
            clause.text,
            f"{clause.citation} の一覧を様式の欄にしました。種類と役割（type・role）を確かめてください。",
        )

    def check_words(self) -> None:
        """The published words, letter by letter: what of the source stands in no chapter is said."""
        squeezed = _squeezed("".join(self.imported.chapters) + self.imported.title)
        offices = {_squeezed(office) for entry in self.imported.history for office in entry.offices}
        noted = {line.number for part in self.imported.left_out for line in part}
        noted |= {note.line for note in self.notes if "入れていません" in note.message}
        for number, line in enumerate(self.source, 1):
            line = lone_cell(line)
            text = _squeezed(line).strip("「」『』")
            if number in noted or text in squeezed or text in offices or is_layout(line):
                continue
            if read_history(line) is None:
                self.notes.append(ImportNote(number, f"本文に入っていない文があります: 「{text[:20]}」"))


def _listed(clause: Clause) -> list[Clause]:
    """What a clause lists: its children of the first one's kind."""
    return [child for child in clause.children if child.kind == clause.children[0].kind]


def _squeezed(text: str) -> str:
    return re.sub(r"[\s#\\|・•·◦▪‣\uf0b7*+\-　〇○◯◎■□◆◇●▼]", "", narrow(text))


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _list(texts: Iterable[str]) -> str:
    return f"[{', '.join(map(_quoted, texts))}]"


def _entry(table: str, **values: str) -> str:
    rows = "".join(f"{key} = {_quoted(value)}\n" for key, value in values.items() if value)
    return f"\n[[{table}]]\n{rows}"


def new_guideline(title: str, city: str, today: date) -> GuidelineFiles:
    """The files of a guideline to begin with, without a published text."""
    text = starter_words()["text"]
    imported = ImportedText(title, (text,), ("(1)", "ア"), (HistoryDate(today, "策定"),), (), ())
    made = guideline_files(imported, text)
    files = {
        name: body.replace(_quoted(city_name(title, "") or UNKNOWN_CITY), _quoted(city))
        for name, body in made.files.items()
    }
    return GuidelineFiles(files, ())
