"""Both themes: every text on the screen at 4.5:1; without colour, states are told apart by marks and attributes."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from rich.segment import Segment
from rich.style import Style
from textual.app import App, ComposeResult
from textual.containers import Vertical
from textual.theme import Theme
from textual.widgets import Static

from tests.ui.screen import lines_beneath, own_lines, screen_lines, screen_text
from uedasns_tui.guideline import loader
from uedasns_tui.guideline.document import Guideline
from uedasns_tui.ui import theme
from uedasns_tui.ui.dialogs.dialog import ConfirmDialog
from uedasns_tui.ui.screens.main_screen import NavigationBar
from uedasns_tui.ui.widgets.choice import Choice
from uedasns_tui.ui.widgets.key_bar import KeyBar
from uedasns_tui.ui.widgets.row_layout import Badge, Column, Meaning
from uedasns_tui.ui.widgets.row_list import ListRow, RowList, RowSpan
from uedasns_tui.ui.widgets.text_field import TextField

FRAME = "│╭╮╰╯─ "
"""What the frame of a pane is made of, which is no text: 3:1."""
BADGES: tuple[tuple[str, Meaning], ...] = (
    ("下書き", "neutral"), ("決裁待ち", "waiting"), ("公表済み", "good"), ("差戻し", "bad"), ("参考", "info"), ("廃止", "ended"),
)  # fmt: skip
ROWS = [
    ListRow("1", "第１", "見出し", heading=True),
    ListRow("2", "(1)", "通常 一致 参照 変更 警告", spans=(
        RowSpan(3, 5, "hit"), RowSpan(6, 8, "link"), RowSpan(9, 11, "changed"), RowSpan(12, 14, "warning"),
    )),
    ListRow("3", "(2)", "通常 一致", spans=(RowSpan(3, 5, "hit"),)),
    ListRow("4", cells=tuple(Badge(word, meaning) for word, meaning in BADGES)),
    ListRow("5", Badge("済", "good"), "確かめた項目"),
]  # fmt: skip


def bundled_guideline() -> Guideline:
    guideline = loader.load(Path(__file__).parents[2] / "guideline").guideline
    assert guideline is not None
    return guideline


class Gallery(App[None]):
    """Every widget in every state."""

    def __init__(self, theme_name: str, no_color: bool = False) -> None:
        super().__init__(ansi_color=True if no_color else None)
        theme.begin(self, theme_name)

    def compose(self) -> ComposeResult:
        yield NavigationBar(bundled_guideline(), "reading")
        yield Static("説明の文章", markup=False)
        with Vertical():
            yield RowList(ROWS, id="list", columns=[Column(word) for word, _ in BADGES])
            yield TextField("", placeholder="名称を書きます", id="empty")
            yield TextField("使えない欄", id="off")
            yield TextField("複数行\n二行目", multiline=True)
            yield Choice({"a": "公開", "b": "非公開"}, "b")
        yield KeyBar()

    def on_mount(self) -> None:
        self.query_one("#off").disabled = True
        self.query_one(RowList).focus()


def luminance(color: tuple[int, int, int]) -> float:
    parts = [one / 255 for one in color]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def shades(app: App[None], line: int) -> set[tuple[str, str]]:
    """The texts of a line, each with the colour that it stands on."""
    styles = ((segment.text.strip(), segment.style) for segment in screen_lines(app)[line])
    return {(text, style.bgcolor.get_truecolor().hex) for text, style in styles if style and style.bgcolor}


def contrast(segment: Segment) -> float | None:
    style = segment.style
    if not segment.text.strip() or style is None or style.color is None or style.bgcolor is None:
        return None
    pair = sorted(
        (luminance(tuple(style.color.get_truecolor())), luminance(tuple(style.bgcolor.get_truecolor())))
    )
    return (pair[1] + 0.05) / (pair[0] + 0.05)


@pytest.mark.parametrize("theme_name", [theme.chosen("light"), theme.chosen("dark")])
def test_contrast(theme_name: str) -> None:
    async def run() -> None:
        app = Gallery(theme_name)
        seen: dict[str, float] = {}
        panel = str(app.current_theme.panel)

        def look() -> None:
            for line in own_lines(app):
                for segment in line:
                    ratio = contrast(segment)
                    if ratio is not None:
                        seen[segment.text.strip()] = min(ratio, seen.get(segment.text.strip(), 99))

        async with app.run_test(size=(80, 40), notifications=True) as pilot:
            await pilot.pause()
            look()
            assert "● 2 非公開" in screen_text(app) and not set("[*") & set(screen_text(app)), (
                "brackets in colour"
            )
            current = {text for text, shade in shades(app, 0) if text and shade != panel}
            row = next(at for at, line in enumerate(screen_text(app).splitlines()) if "確かめた項目" in line)
            done = {shade for text, shade in shades(app, row) if text == "済"}
            for _ in range(4):
                await pilot.press("j", "tab")
                look()
            for severity in ("information", "warning", "error"):
                app.notify("お知らせ", severity=severity, markup=False)  # type: ignore[arg-type]
            await pilot.pause(0.2)
            look()
            app.push_screen(ConfirmDialog("題", "本文", {"a": "はい", "b": "いいえ"}))
            await pilot.pause()
            look()
            beneath = [contrast(segment) for line in lines_beneath(app) for segment in line]
        assert current == {"2 ガイドライン"}, "the current tab stands on a colour of its own"
        assert done == {app.current_theme.variables["success-shade"]}
        assert 1 < max(filter(None, beneath)) < 3, "what lies beneath a dialog is no text to read"
        assert {word for word, _ in BADGES} | {"済"} <= set(seen)
        assert {"見出し", "一致", "参照", "名称を書きます", "使えない欄", "はい", "お知らせ"} <= set(seen), (
            seen
        )
        assert {
            text: ratio for text, ratio in seen.items() if ratio < (4.5 if text.strip(FRAME) else 3)
        } == {}

    asyncio.run(run())


@pytest.mark.parametrize("colours", [theme.LIGHT, theme.DARK], ids=["light", "dark"])
def test_the_thumb_of_a_scrollbar_stands_out(colours: Theme) -> None:
    """Against its track 3:1, as what is no text needs; under the mouse, too."""
    variables = {**colours.to_color_system().generate(), **colours.variables}
    for thumb in ("scrollbar", "scrollbar-hover", "scrollbar-active"):
        style = Style(color=variables[thumb], bgcolor=variables["scrollbar-background"])
        assert (contrast(Segment("x", style)) or 0) >= 3, thumb


def attributes(app: App[None], word: str) -> set[str]:
    """The attributes with which a word is drawn."""
    for line in screen_lines(app):
        for segment in line:
            if word in segment.text and segment.style is not None:
                style = segment.style
                names = ("bold", "underline", "italic", "reverse", "dim")
                return {name for name in names if getattr(style, name)}
    raise AssertionError(f"{word} is not on the screen")


def test_without_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")

    async def run() -> None:
        app = Gallery(theme.chosen(""), no_color=True)
        async with app.run_test(size=(80, 40), notifications=True) as pilot:
            await pilot.press("j")
            assert app.no_color
            assert "> (1)  通常 一致" in screen_text(app)
            assert {"bold", "underline"} <= attributes(app, "通常")
            plain = attributes(app, "説明の文章")
            assert "underline" not in plain and "bold" not in plain
            assert "italic" in attributes(app, "一致")
            await pilot.press("j")
            assert "underline" in attributes(app, "参照") and "bold" in attributes(app, "警告")
            assert "> (2)  通常 一致" in screen_text(app) and "  (1)  通常" in screen_text(app)
            assert "(*) 2 非公開" in screen_text(app) and "[2 ガイドライン]" in screen_text(app)
            assert "| 名称を書きます" in screen_text(app)
            assert all(f"[{word}]" in screen_text(app) for word, _ in (*BADGES, ("済", "")))
            app.push_screen(ConfirmDialog("題", "本文", {"a": "はい", "b": "いいえ"}))
            await pilot.pause()
            assert not any(segment.text.strip() for line in lines_beneath(app) for segment in line)

    asyncio.run(run())


def test_choosing() -> None:
    light, dark = theme.chosen("light"), theme.chosen("dark")
    assert theme.chosen("") == dark and theme.other(light) == dark and theme.other(dark) == light
    assert (theme.setting(light), theme.setting(dark)) == ("light", "dark")
