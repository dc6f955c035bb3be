"""Two themes, light and dark, with at least 4.5:1 for every text, disabled and placeholder texts included.

The six meanings of colour: foreground neutral, warning waiting, success good, error bad, primary info, secondary
ended. A badge is its word in one of them on its shade, which is a fifth of it over the background; what is bad is
filled.
"""

from __future__ import annotations

from textual.app import App
from textual.theme import Theme

from uedasns_tui.japanese import width
from uedasns_tui.ui import textual_patches

LIGHT = Theme(
    name="uedasns-light",
    primary="#1a4f8b", secondary="#5a3d7a", accent="#8a3b12", foreground="#1b1b1b", background="#fbfaf7",
    surface="#fbfaf7", panel="#e9e6de", success="#1f5c2e", warning="#7a4a00", error="#9b1c1c", dark=False,
    variables={
        "text-disabled": "#565656", "text-muted": "#4a4a4a", "text-primary": "#1a4f8b", "text-secondary": "#5a3d7a",
        "input-cursor-background": "#1b1b1b", "input-cursor-foreground": "#fbfaf7",
        "input-selection-background": "#1a4f8b 30%", "scrollbar": "#7d796e", "scrollbar-hover": "#5f5b51", "scrollbar-background": "#e9e6de",
        "neutral-shade": "#cecdcb", "warning-shade": "#e1d7c6", "success-shade": "#cfdacf", "primary-shade": "#ced8e1",
        "secondary-shade": "#dbd4de",
    },
)  # fmt: skip
DARK = Theme(
    name="uedasns-dark",
    primary="#6aa9e9", secondary="#c3a6e0", accent="#f0a878", foreground="#e9e6df", background="#161a1f",
    surface="#161a1f", panel="#252b33", success="#8fd19e", warning="#f2c45a", error="#ff9a8f", dark=True,
    variables={
        "text-disabled": "#a5a9ae", "text-muted": "#b8bcc2", "text-primary": "#8fc1f5", "text-secondary": "#d2bdea",
        "input-cursor-background": "#e9e6df", "input-cursor-foreground": "#161a1f",
        "input-selection-background": "#6aa9e9 32%", "scrollbar": "#7b8590", "scrollbar-hover": "#9aa4ae", "scrollbar-background": "#252b33",
        "neutral-shade": "#353a3e", "warning-shade": "#423c2b", "success-shade": "#2e3f38", "primary-shade": "#2e3b4a",
        "secondary-shade": "#3c3b48",
    },
)  # fmt: skip


def begin(app: App[None], name: str) -> None:
    """Make both known to an app that does not run yet, and have it begin with one of them.

    Setting `app.theme` would do the same, and have every style sheet read a second time when the app has begun.
    """
    app.register_theme(LIGHT)
    app.register_theme(DARK)
    app.set_reactive(App.theme, name)
    theme = app.current_theme
    app.update_classes(
        {
            f"-theme-{name}": True,
            "-dark-mode": theme.dark,
            "-light-mode": not theme.dark,
            "wide-lines": width.ambiguous() == 2,
        },
        update=False,
    )
    textual_patches.begin_with_theme(app)
    app.stylesheet.set_variables(app.get_css_variables())


def is_ours(app: App[None]) -> bool:
    """Whether an app has one of the two."""
    return app.theme in (LIGHT.name, DARK.name)


def chosen(name: str) -> str:
    """The theme of a setting: "light", "dark", or "" for dark, as terminals mostly are."""
    return LIGHT.name if name == "light" else DARK.name


def other(theme: str) -> str:
    """The other one."""
    return DARK.name if theme == LIGHT.name else LIGHT.name


def setting(theme: str) -> str:
    """The setting of a theme."""
    return "light" if theme == LIGHT.name else "dark"
