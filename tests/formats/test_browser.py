"""The pages in a real browser: axe-core finds nothing, a screen reader's tree is in order, and nothing ever runs."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from typing import Any

import pytest

from uedasns_tui.formats.html_format import HtmlFormat, fragment
from uedasns_tui.formats.page import Link, Page, Paragraph, Table
from uedasns_tui.formats.text_safety import printable


@pytest.fixture(scope="module")
def axe() -> str:
    """axe-core, from whichever Python package carries it here; none of them is imported."""
    for name in ("axe_playwright_python", "axe_core_python"):
        found = importlib.util.find_spec(name)
        for folder in (found.submodule_search_locations or []) if found else []:
            script = Path(folder, "axe.min.js")
            if script.is_file():
                return script.read_text(encoding="utf-8")
    pytest.skip("axe-core is not on this machine (pip install axe-core-python)")


def opened(browser: Any, folder: Path, data: bytes) -> None:
    path = folder / "page.html"
    path.write_bytes(data)
    browser.open(path)


def violations(browser: Any, axe: str) -> list[str]:
    browser.value(axe + "\n;0")
    found = browser.value(
        "axe.run(document, {resultTypes: ['violations']}).then(r => JSON.stringify(r.violations))"
    )
    return [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in json.loads(found)]


@pytest.mark.parametrize("name", ["sheet", "draft", "report", "register"])
def test_axe_finds_no_violation(
    browser: Any, axe: str, pages: dict[str, Page], tmp_path: Path, name: str
) -> None:
    opened(browser, tmp_path, HtmlFormat().write(pages[name]))
    assert violations(browser, axe) == []


def test_axe_would_find_one(browser: Any, axe: str, pages: dict[str, Page], tmp_path: Path) -> None:
    opened(
        browser,
        tmp_path,
        HtmlFormat().write(pages["sheet"]).replace(b' lang="ja"', b"").replace(b"#1a1a1a", b"#bbb"),
    )
    found = " ".join(violations(browser, axe))
    assert "html-has-lang" in found and "color-contrast" in found


def test_a_fragment_fits_into_a_page_of_others(
    browser: Any, axe: str, pages: dict[str, Page], tmp_path: Path
) -> None:
    body = fragment(pages["sheet"]).decode()
    whole = f'<!DOCTYPE html><html lang="ja"><title>x</title><main><h1>市のページ</h1>{body}</main></html>'
    opened(browser, tmp_path, whole.replace("<title>", '<meta charset="utf-8"><title>').encode())
    assert violations(browser, axe) == []


@pytest.mark.parametrize(("width", "beside"), [(320, False), (1024, True)])
def test_a_fragment_stacks_on_a_phone_and_breaks_no_label(
    browser: Any, pages: dict[str, Page], tmp_path: Path, width: int, beside: bool
) -> None:
    body = fragment(pages["sheet"]).decode()
    opened(browser, tmp_path, f'<!DOCTYPE html><meta charset="utf-8"><body>{body}'.encode())
    size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    browser.call("Emulation.setDeviceMetricsOverride", **size)
    assert browser.value("document.documentElement.scrollWidth") <= width
    lines = browser.value(
        "JSON.stringify([...document.querySelectorAll('dt')].map(e => {"
        "const r = document.createRange(); r.selectNodeContents(e); return r.getClientRects().length}))"
    )
    assert set(json.loads(lines)) == {1}
    places = browser.value(
        "JSON.stringify([...document.querySelectorAll('dt')].map(e =>"
        " e.nextElementSibling.getBoundingClientRect().top === e.getBoundingClientRect().top))"
    )
    assert set(json.loads(places)) == {beside}
    browser.call("Emulation.clearDeviceMetricsOverride")


def spoken(browser: Any) -> list[tuple[str, str]]:
    """Role and name of what a screen reader meets, in order."""
    nodes = {node["nodeId"]: node for node in browser.call("Accessibility.getFullAXTree")["nodes"]}
    root = next(node for node in nodes.values() if not node.get("parentId"))
    met: list[tuple[str, str]] = []
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if not node.get("ignored"):
            met.append((node["role"]["value"], node.get("name", {}).get("value", "")))
        waiting += [nodes[one] for one in reversed(node.get("childIds", [])) if one in nodes]
    return met


def said(browser: Any, roles: set[str]) -> list[tuple[str, str]]:
    """As `spoken`, the text under each node of these roles gathered."""
    found: list[tuple[str, str]] = []
    for role, name in spoken(browser):
        if role in roles:
            found.append((role, ""))
        elif role == "StaticText" and found:
            found[-1] = (found[-1][0], found[-1][1] + name)
    return found


def test_a_screen_reader_reads_nine_labels_and_values_in_order(
    browser: Any, sheet: Any, tmp_path: Path
) -> None:
    page: Page = sheet()
    opened(browser, tmp_path, HtmlFormat().write(page))
    heads = [name for role, name in spoken(browser) if role == "rowheader"]
    table = next(block for block in page.blocks if isinstance(block, Table))
    assert [head.replace(" ", "") for head in heads] == [row[0] for row in table.rows]
    read = [
        text
        for role, text in said(browser, {"rowheader", "cell", "gridcell", "contentinfo"})
        if role != "contentinfo"
    ]
    assert read == [str(cell).replace("\n", "") for row in table.rows for cell in row]
    roles = [role for role, _ in spoken(browser)]
    assert roles.index("link") < roles.index("main") < roles.index("heading") < roles.index("table")
    assert ("heading", "ソーシャルメディアの公式活用に関する利用方針") in spoken(browser)
    assert any(role == "table" and name == "上田市行政チャンネルの利用方針" for role, name in spoken(browser))


def test_hostile_text_is_shown_and_never_runs(browser: Any, hostile: str, tmp_path: Path) -> None:
    page = Page(
        hostile,
        (
            Paragraph(hostile, Link(hostile, hostile)),
            Table(((hostile, hostile),), caption=hostile, row_heads=True),
            Table(((hostile, Link(hostile, f"https://example.jp/{hostile}")),), head=(hostile, hostile)),
        ),
        mark=hostile,
        made=(hostile,),
    )
    opened(browser, tmp_path, HtmlFormat().write(page))
    assert browser.value("window.hit === undefined && document.scripts.length === 0")
    assert (
        browser.value("document.querySelectorAll('img,iframe,object,form,[onmouseover],[onerror]').length")
        == 0
    )
    followed = browser.value("[...document.links].map(a => new URL(a.href).protocol).join(' ')").split()
    assert set(followed) <= {"https:", "file:"}
    asked = [event["params"]["request"]["url"] for event in browser.happened("Network.requestWillBeSent")]
    assert asked == [(tmp_path / "page.html").as_uri()]
    assert not browser.happened("Page.javascriptDialogOpening")
    cell = "(() => { const c = document.querySelector('tbody td').cloneNode(true);"
    cell += "c.querySelectorAll('br').forEach(b => b.replaceWith('\\n')); return c.textContent })()"
    assert browser.value(cell) == printable(hostile)


@pytest.mark.parametrize("width", [320, 1280])
def test_pages_reflow_without_scrolling_sideways(
    browser: Any, sheet: Any, tmp_path: Path, width: int
) -> None:
    opened(browser, tmp_path, HtmlFormat().write(sheet()))
    browser.call(
        "Emulation.setDeviceMetricsOverride", width=width, height=800, deviceScaleFactor=1, mobile=False
    )
    assert browser.value("document.documentElement.scrollWidth") <= width
