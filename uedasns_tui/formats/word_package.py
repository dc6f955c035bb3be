"""A Word file opened without trusting it: the parts that are read, as element trees, or Refused with the reason.

Used by word_reader.py. Sizes, number of entries, ratio and depth are capped before anything is unpacked whole; a
document type declaration (the way of entity bombs) is refused; nothing outside the file is ever looked at.
"""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import field
from posixpath import dirname, join, normpath
from typing import Final
from xml.etree import ElementTree as ET

from uedasns_tui.formats.imported import ImportRefused
from uedasns_tui.frozen import dataclass

MOST_BYTES: Final = 50_000_000
MOST_ENTRIES: Final = 2_000
MOST_PART: Final = 15_000_000
MOST_WHOLE: Final = 500_000_000
MOST_RATIO: Final = 300
_RATIO_FROM: Final = 1_000_000
"""Bytes from which the ratio of a part is looked at: small parts of repeated text may shrink further."""
MOST_DEPTH: Final = 120
_OLD: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
FAULTS: Final = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError)
"""What a damaged package makes the library raise (an unknown compression is a RuntimeError)."""
_CHUNK: Final = 65_536
_BOMB: Final = "展開すると大きくなりすぎるため、読みません。Word で開き、新しい名前で保存し直してください。"
_BROKEN: Final = "ファイルが壊れているため、読めません。Word で開き、新しい名前で保存し直してください。"
CARRIED: Final = "urn:uedasns-tui:values"
"""The namespace of the part in which a written file carries its values."""
OTHERS: Final = {
    "header": "ヘッダー", "footer": "フッター", "footnotes": "脚注", "endnotes": "文末脚注", "comments": "コメント",
    "diagramData": "図（SmartArt）の文", "chart": "グラフの文",
}  # fmt: skip
"""The kinds of parts beside the body that hold text, and what they are called."""
_OTHER: Final = "Word の文書（.docx）ではありません。"


@dataclass(frozen=True)
class Parts:
    """The body of the document, its lists and styles where it has any, and the other parts whose texts are named.

    `others`: texts beside the body by what they are (ヘッダー, 脚注, …). `links`: addresses by relation.
    `carried`: the values that the program wrote into the file as data.
    """

    body: ET.Element
    numbering: ET.Element | None
    names: frozenset[str]
    styles: ET.Element | None = None
    others: tuple[tuple[str, ET.Element], ...] = ()
    links: Mapping[str, str] = field(default_factory=dict)
    carried: Mapping[str, str] = field(default_factory=dict)


def local(element: ET.Element) -> str:
    """An element's name without its namespace: strict and transitional files differ in nothing else."""
    return element.tag.rpartition("}")[2]


def attribute(element: ET.Element, name: str) -> str:
    """An attribute by its local name; empty where there is none."""
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")


def child(element: ET.Element | None, *names: str) -> ET.Element | None:
    """The first descendant along a path of local names."""
    for name in names:
        if element is None:
            return None
        element = next((inner for inner in element if local(inner) == name), None)
    return element


def open_parts(data: bytes) -> Parts:
    """The parts of a .docx. Raises Refused."""
    if data.startswith(_OLD):
        raise ImportRefused(
            "パスワードの付いた文書か、古い形式（.doc）です。Word で開き、パスワードを外して .docx で保存してください。"
        )
    if len(data) > MOST_BYTES:
        raise ImportRefused(f"ファイルが大きすぎます（{MOST_BYTES // 1_000_000} MB まで）。")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            check_package(package)
            return _parts(package)
    except ImportRefused:
        raise
    except FAULTS as error:
        raise ImportRefused(_BROKEN if data.startswith(b"PK") else _OTHER) from error


def check_package(package: zipfile.ZipFile) -> None:
    """Refuse a package that would unpack to too much, or that is none. Raises ImportRefused."""
    entries = package.infolist()
    names = {entry.filename for entry in entries}
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_WHOLE:
        raise ImportRefused(_BOMB)
    if len(names) != len(entries):
        raise ImportRefused(
            "同じ名前の中身が二つあるため、どちらが本物か分かりません。Word で保存し直してください。"
        )
    if any(entry.flag_bits & 1 for entry in entries):
        raise ImportRefused("パスワードの付いたファイルです。パスワードを外して保存してください。")
    if "[Content_Types].xml" not in names:
        raise ImportRefused(_OTHER)


def check_parts(package: zipfile.ZipFile) -> None:
    """The sizes of all parts of XML, before a library reads them."""
    for entry in package.infolist():
        if entry.filename.endswith((".xml", ".rels")):
            for _ in _read(package, entry.filename):
                pass


def part_texts(package: zipfile.ZipFile, name: str) -> list[str]:
    """The texts (`t`) of a part, as drawings hold them."""
    return [element.text for element in _tree(package, name).iter() if local(element) == "t" and element.text]


def _parts(package: zipfile.ZipFile) -> Parts:
    names = frozenset(package.namelist())
    main = _target(package, "_rels/.rels", "", "/officeDocument")
    if main not in names:
        raise ImportRefused(_OTHER)
    document = _tree(package, main)
    body = child(document, "body")
    if local(document) != "document" or body is None:
        raise ImportRefused(_OTHER)
    folder, _, name = main.rpartition("/")
    relations = join(folder, "_rels", f"{name}.rels")
    targets = list(_targets(package, relations, dirname(main)))
    trees: dict[str, list[ET.Element]] = {}
    for kind, part in targets:
        if kind in (*OTHERS, "numbering", "styles") and part in names:
            trees.setdefault(kind, []).append(_tree(package, part))
    return Parts(
        body,
        next(iter(trees.get("numbering", ())), None),
        names,
        next(iter(trees.get("styles", ())), None),
        tuple((OTHERS[kind], tree) for kind in OTHERS for tree in trees.get(kind, ())),
        _links(package, relations),
        _carried(package, [part for kind, part in targets if kind == "customXml" and part in names]),
    )


def _links(package: zipfile.ZipFile, part: str) -> dict[str, str]:
    if part not in package.namelist():
        return {}
    return {
        attribute(relation, "Id"): attribute(relation, "Target")
        for relation in _tree(package, part)
        if attribute(relation, "Type").endswith("/hyperlink")
    }


def _carried(package: zipfile.ZipFile, parts: list[str]) -> dict[str, str]:
    """The values in our own data part; nothing where there is none or it is not as we write it."""
    for part in parts:
        root = _tree(package, part)
        if root.tag != f"{{{CARRIED}}}values":
            continue
        try:
            values = json.loads(root.text or "")
        except ValueError:
            return {}
        if isinstance(values, dict):
            return {name: text for name, text in values.items() if isinstance(text, str)}
    return {}


def _target(package: zipfile.ZipFile, part: str, folder: str, kind: str) -> str:
    """Where the relation of a kind leads, as the name of a part; "" where there is none."""
    return next((target for name, target in _targets(package, part, folder) if name == kind.strip("/")), "")


def _targets(package: zipfile.ZipFile, part: str, folder: str) -> Iterator[tuple[str, str]]:
    """The kinds of a part's inner relations, and the parts to which they lead."""
    if part not in package.namelist():
        return
    for relation in _tree(package, part):
        if attribute(relation, "TargetMode") != "External":
            target = attribute(relation, "Target")
            whole = normpath(join(folder, target) if not target.startswith("/") else target).lstrip("/")
            yield attribute(relation, "Type").rpartition("/")[2], whole


class _Builder(ET.TreeBuilder):
    """Refuses document types and trees deeper than any that Word writes."""

    def __init__(self) -> None:
        super().__init__()
        self._depth = 0

    def start(self, tag: str, attrs: dict[str, str]) -> ET.Element:
        self._depth += 1
        if self._depth > MOST_DEPTH:
            raise ImportRefused("入れ子が深すぎるため、読みません。")
        return super().start(tag, attrs)

    def end(self, tag: str) -> ET.Element:
        self._depth -= 1
        return super().end(tag)

    def doctype(self, _name: str, _public: str | None, _system: str | None) -> None:
        """Called by the parser for a document type declaration, before anything in it is used."""
        raise ImportRefused(
            "DOCTYPE のある文書は、安全のため読みません。Word で新しい名前で保存し直してください。"
        )


def _tree(package: zipfile.ZipFile, name: str) -> ET.Element:
    parser = ET.XMLParser(target=_Builder())
    try:
        for chunk in _read(package, name):
            parser.feed(chunk)
        root = parser.close()
    except ET.ParseError as error:
        raise ImportRefused(_BROKEN) from error
    assert isinstance(root, ET.Element)
    return root


def _read(package: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    entry = package.getinfo(name)
    ratio = entry.file_size / max(entry.compress_size, 1)
    if entry.file_size > MOST_PART or (entry.file_size > _RATIO_FROM and ratio > MOST_RATIO):
        raise ImportRefused(_BOMB)
    read = 0
    with package.open(entry) as part:
        while chunk := part.read(_CHUNK):
            read += len(chunk)
            if read > MOST_PART:
                raise ImportRefused(_BOMB)
            yield chunk
