"""Inner names of Textual and Rich: each is there, no other module uses one, and no byte ends the screen."""

from __future__ import annotations

import ast
import asyncio
import inspect
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
import rich
import rich.cells
import rich.segment
import rich.text
import textual
import textual.content
import textual.document._wrapped_document as wrapped_document
import textual.keys
from textual import events
from textual._xterm_parser import XTermParser
from textual.app import App
from textual.message_pump import MessagePump
from textual.screen import Screen
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Static, TextArea

from uedasns_tui.services.context import open_context
from uedasns_tui.services.folders import AppOptions
from uedasns_tui.ui import textual_patches
from uedasns_tui.ui.app import Uedasns
from uedasns_tui.ui.goto import NewRecord
from uedasns_tui.ui.textual_patches import InputLost, unreadable
from uedasns_tui.ui.widgets.text_field import TextField

if sys.platform != "win32":
    import textual.drivers.linux_driver as linux_driver


def decoded(*parts: bytes) -> str:
    decode = textual_patches._decoder("utf-8")().decode
    return "".join(decode(part) for part in parts) + decode(b"", True)


@pytest.mark.skipif(sys.platform == "win32", reason="Textual's driver for Windows gets text, no bytes")
def test_the_names_are_there() -> None:
    textual_patches.install()
    assert linux_driver.getincrementaldecoder is textual_patches._decoder  # type: ignore[attr-defined]
    assert 'getincrementaldecoder("utf-8")().decode' in inspect.getsource(
        linux_driver.LinuxDriver.run_input_thread
    )


def test_utf8_arrives_whole_however_it_is_cut() -> None:
    text = "上田市👨‍👩‍👧\x1b[A𠮷ｶﾞ\r"
    data = text.encode()
    for at in range(1, len(data)):
        assert decoded(data[:at], data[at:]) == text


def readable(text: str) -> str:
    return "".join(letter for letter in text if not unreadable(letter))


@pytest.mark.parametrize("byte", range(0x80, 0x100))
def test_every_byte_alone_is_marked_and_what_is_around_it_stays(byte: int) -> None:
    once, later = (
        decoded(b"ab", bytes([byte]), b"cd", "市".encode()),
        decoded("市a".encode() + bytes([byte]) + "\r市".encode()),
    )
    assert unreadable(once) and unreadable(later)
    assert (readable(once), readable(later)) == ("abcd市", "市a\r市")


@pytest.mark.parametrize("encoding", ["shift_jis", "euc_jp", "cp932"])
@pytest.mark.parametrize(
    "text", ["ソ能表予十申暴貼構", "ソーシャルメディアの表", "上田市の広報", "ｶﾀｶﾅと漢字"]
)
def test_no_letter_is_read_that_nobody_typed(encoding: str, text: str) -> None:
    shown = decoded(b"\r" + text.encode(encoding, "ignore") + b"\r")
    assert unreadable(shown) and readable(shown) == "\r\r"


def test_any_bytes_pass_the_parser() -> None:
    for byte in range(0x80, 0x100):
        parser = XTermParser()
        for data in (bytes([byte]), b"\x1b" + bytes([byte]), b"\x1b[200~a" + bytes([byte]) + b"\x1b[201~"):
            for event in [*parser.feed(decoded(data)), *parser.feed("z")]:
                assert isinstance(event, (events.Key, events.Paste))


def test_the_end_of_the_thread_that_reads_keys_is_a_fault_with_its_drafts(tmp_path: Path) -> None:
    app = Uedasns(open_context(AppOptions(create=True, data=str(tmp_path / "records"))))

    async def inside() -> None:
        async with app.run_test() as pilot:
            app.navigate(NewRecord("incident"))
            await pilot.pause(0.3)
            app.screen.query_one("TextField").insert("消えてはならない")  # type: ignore[attr-defined]
            app.panic("traceback")
            await pilot.pause(0.1)

    with pytest.raises(InputLost):
        asyncio.run(inside())
    assert app.return_code == 1 and isinstance(app.fault, InputLost)
    assert [
        "消えてはならない" in draft.text or "\\u6d88" in draft.text for draft in app.context.drafts.all()
    ] == [True]


INNER = {
    App: (
        "_exception", "_exception_event", "_return_code", "_handle_exception", "_close_messages_no_wait", "_screen_stacks",
        "_refresh_truecolor_filter",
    ),
    Widget: ("_bindings", "_layout_required", "_nodes", "_size_updated"),
    MessagePump: ("_pending_message",),
    textual.keys: ("_character_to_key",),
    rich.cells: (
        "_SINGLE_CELLS", "_is_single_cell_widths", "load_cell_table", "cached_cell_len", "get_character_cell_size",
    ),
    rich.segment: ("_is_single_cell_widths",),
    rich.text: ("divide_line",),
    textual.content: ("divide_line",),
    wrapped_document: ("compute_wrap_offsets",),
}  # fmt: skip
"""Every inner name that is used, and whose it is."""
if sys.platform != "win32":
    INNER[linux_driver] = ("getincrementaldecoder",)


@pytest.mark.parametrize("owner", INNER, ids=lambda owner: owner.__name__)
def test_every_inner_name_is_there(owner: object) -> None:
    source = inspect.getsource(owner)  # type: ignore[arg-type]
    bases = (base for base in getattr(owner, "__mro__", ())[1:] if base.__module__.startswith("textual"))
    inherited = "".join(inspect.getsource(base) for base in bases)
    assert [name for name in INNER[owner] if not re.search(rf"\b{name}\b", source + inherited)] == []


def private_names(package: ModuleType) -> set[str]:
    """The names with an underscore that a library defines."""
    defined: set[str] = set()
    for path in Path(str(package.__file__)).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                    defined.add(name)
                case ast.Attribute(attr=name, ctx=ast.Store()) | ast.Name(id=name, ctx=ast.Store()):
                    defined.add(name)
    return {name for name in defined if name.startswith("_") and not name.startswith("__") and name != "_"}


def inner_uses(path: Path, private: set[str]) -> Iterator[str]:
    """Where a module uses a private name of a library that it does not define itself on its own class."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        match node:
            case ast.ImportFrom(module=str(module), names=names) if module.split(".")[0] in LIBRARIES:
                if "._" in module or any(alias.name.startswith("_") for alias in names):
                    yield f"{path.name}:{node.lineno}: {module}"
            case ast.Attribute(attr=name, value=ast.Name(id=owner)) if owner != "self" and name in private:
                yield f"{path.name}:{node.lineno}: {name}"
    for cls in (node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)):
        own = {node.name for node in cls.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}
        yield from (f"{path.name}:{cls.lineno}: {name}" for name in own & BASE_METHODS)


LIBRARIES = ("textual", "rich")
BASE_METHODS = {
    name
    for base in (App, Screen, Widget, ScrollView, TextArea, Static)
    for name in dir(base)
    if name.startswith("_") and not name.startswith(("__", "_on_")) and callable(getattr(base, name, None))
}


def test_no_other_module_uses_an_inner_name() -> None:
    private = private_names(textual) | private_names(rich)
    ui = Path(textual_patches.__file__).parent
    uses = [
        use
        for path in sorted(ui.rglob("*.py"))
        if path.name not in {"textual_patches.py", "textual_frames.py"}
        for use in inner_uses(path, private)
    ]
    assert uses == []
    assert len(list(inner_uses(ui / "textual_patches.py", private))) > 5, "the search finds what there is"


def test_a_field_has_the_component_classes_that_it_draws_and_the_style_of_its_base() -> None:
    assert TextField._get_component_classes() == TextField.COMPONENT_CLASSES < TextArea.COMPONENT_CLASSES
    assert TextArea in TextField._css_bases(TextField)


class TwoPanes(App[None]):
    """Two panes whose edge lies under a message."""

    CSS = """
    Screen { layers: below above; }
    #left { width: 7; height: 4; border: solid white; layer: below; }
    #right { offset: 7 0; width: 13; height: 4; border: solid white; layer: below; }
    #message { layer: above; width: 14; height: 1; offset: 2 1; }
    """

    def compose(self) -> Iterator[Widget]:  # type: ignore[override]
        yield Static("", id="left")
        yield Static("", id="right")
        yield Static("", id="message")


@pytest.mark.parametrize("lead", ["", "x"])
def test_a_message_over_two_panes_keeps_every_letter(lead: str) -> None:
    textual_patches.install()

    async def run() -> None:
        app = TwoPanes()
        async with app.run_test(size=(20, 6)) as pilot:
            app.query_one("#message", Static).update(f"{lead}了承を求める")
            await pilot.pause()
            whole = app.screen._compositor.render_strips()[1].text
            assert f"{lead}了承を求める" in whole and len(whole) == 20 - 6
            app.query_one("#right", Static).update("別\n別")
            await pilot.pause()
            line = app.screen._compositor._render_chops(app.screen.region, lambda y: y == 1)[1]
            assert Strip.join(line.values()).text == whole and Strip.join(line.values()).cell_length == 20

    asyncio.run(run())
