"""An Office file (.docx, .xlsx) as its parts: XML written as text, packed without a trace of this machine or minute.

Used by word_writer and excel_format, on the standard library alone: what a city's office has to judge is less by the
10 MB and seven unsigned binaries that a library for it would bring. word_package.py reads back.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from uedasns_tui.formats.page import Page
from uedasns_tui.formats.text_safety import title_line

HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006"
PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_ZIP_TIME: Final = (1980, 1, 1, 0, 0, 0)
_TITLE_MOST: Final = 255
"""Characters that a title in a file's properties may have."""


def xml(tag: str, /, *inner: str, **attributes: object) -> str:
    """An element; of an attribute `w_val` the name is `w:val`, and one that is None is left out. `inner` is XML."""
    pairs = "".join(
        f" {key.replace('_', ':', 1)}={quoteattr(str(value))}"
        for key, value in attributes.items()
        if value is not None
    )
    body = "".join(inner)
    return f"<{tag}{pairs}>{body}</{tag}>" if body else f"<{tag}{pairs}/>"


def text(content: str) -> str:
    """Text as XML."""
    return escape(content)


def relations(targets: Mapping[str, tuple[str, str]]) -> str:
    """A part of relations: id → kind and target; an address of the web lies outside the file."""
    inner = (
        xml(
            "Relationship", Id=name, Type=kind if kind.startswith("http") else f"{OFFICE}/relationships/{kind}",
            Target=target, TargetMode="External" if kind == "hyperlink" else None,
        )
        for name, (kind, target) in targets.items()
    )  # fmt: skip
    return HEAD + xml("Relationships", *inner, xmlns=f"{PACKAGE}/relationships")


def packed(page: Page, main: str, kinds: Mapping[str, str], parts: Mapping[str, str]) -> bytes:
    """The file: `main` its first part, `kinds` the content types by part, `parts` their XML by name."""
    properties = "application/vnd.openxmlformats-package.core-properties+xml"
    types = [
        xml(
            "Default",
            Extension="rels",
            ContentType="application/vnd.openxmlformats-package.relationships+xml",
        ),
        xml("Default", Extension="xml", ContentType="application/xml"),
        *(
            xml("Override", PartName=f"/{name}", ContentType=kind)
            for name, kind in {**kinds, "docProps/core.xml": properties}.items()
        ),
    ]
    root = {
        "rId1": ("officeDocument", main),
        "rId2": (f"{PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
    }
    whole = {
        "[Content_Types].xml": HEAD + xml("Types", *types, xmlns=f"{PACKAGE}/content-types"),
        "_rels/.rels": relations(root),
        "docProps/core.xml": _properties(page),
        **parts,
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in whole.items():
            entry = zipfile.ZipInfo(name, _ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = 0o600 << 16
            package.writestr(entry, content.encode())
    return out.getvalue()


def _properties(page: Page) -> str:
    """Title, language and, where the page says it, the day it was made; no person and no program."""
    day = page.day.isoformat() + "T00:00:00Z" if page.day is not None else ""
    dated = {"xsi_type": "dcterms:W3CDTF"}
    return HEAD + xml(
        "cp:coreProperties",
        *([xml("dcterms:created", day, **dated)] if day else []),
        xml("dc:language", text(title_line(page.language)[:_TITLE_MOST])),
        *([xml("dcterms:modified", day, **dated)] if day else []),
        xml("dc:title", text(title_line(page.title)[:_TITLE_MOST])),
        xmlns_cp=f"{PACKAGE}/metadata/core-properties",
        xmlns_dc="http://purl.org/dc/elements/1.1/",
        xmlns_dcterms="http://purl.org/dc/terms/",
        xmlns_xsi="http://www.w3.org/2001/XMLSchema-instance",
    )
