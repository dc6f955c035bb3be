"""What a start leaves out is not loaded, and nothing that asks for it later misses it."""

from __future__ import annotations

import subprocess
import sys
from importlib.machinery import PathFinder

import budoux
import pytest
import textual

from uedasns_tui import unused_modules

LOADED = """
import sys
from uedasns_tui.unused_modules import leave_out_for_screen
leave_out_for_screen()
import uedasns_tui.ui.app
print(*sorted(sys.modules))
"""


def loaded(program: str) -> set[str]:
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return set(run.stdout.split())


def test_the_first_screen_loads_neither_the_palette_s_widgets_nor_tls() -> None:
    modules = loaded(LOADED)
    assert not modules & {"ssl", "_ssl", "textual.widgets._input", "textual.widgets._option_list"}
    assert {"textual.app", "asyncio.sslproto"} <= modules


def test_phrases_need_no_html() -> None:
    program = "from uedasns_tui.japanese.phrases import phrase_ends; assert len(phrase_ends('今日は天気です。')) > 1; "
    modules = loaded(program + "import sys; print(*sys.modules)")
    assert "budoux.parser" in modules
    assert "html.parser" not in modules


def test_what_is_loaded_already_stays() -> None:
    modules = loaded("import textual.app" + LOADED)
    assert {"ssl", "textual.widgets._input"} <= modules


def test_tls_can_be_imported_afterwards() -> None:
    assert "ssl" in loaded(LOADED + "import ssl; print(ssl.__name__)")


@pytest.mark.parametrize(
    ("name", "folders"),
    [
        (unused_modules.PALETTE, list(textual.__path__)),
        (unused_modules.PHRASES_OF_HTML, list(budoux.__path__)),
        (unused_modules.TLS, None),
    ],
)
def test_the_modules_exist_under_these_names(name: str, folders: list[str] | None) -> None:
    assert PathFinder.find_spec(name, folders) is not None


def test_an_empty_module_has_every_name_as_one_class_and_no_inner_one() -> None:
    module = unused_modules.EmptyModule("palette")
    assert module.Provider is module.Provider
    assert isinstance(module.Provider, type)
    assert not hasattr(module, "__path__")
