"""Every text meets a widget or a terminal through one door: nobody goes round `widgets/plain_text.py` or the Console."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2] / "uedasns_tui"
RAW_WIDGETS = {
    "Static",
    "Label",
    "Text",
    "Markdown",
    "Log",
    "RichLog",
    "Button",
    "Tooltip",
    "Input",
    "Checkbox",
}
ATTRIBUTES = {"tooltip", "border_title", "border_subtitle", "sub_title", "title"}
SCREEN_DOORS = {"plain_text.py", "text_field.py"}
LINE_DOORS = {"output.py", "prompt.py", "exchange.py"}


def named(call: ast.Call) -> str:
    """The name of what is called, dotted."""
    return ast.unparse(call.func)


def calls(folder: str, doors: set[str]) -> Iterator[tuple[str, ast.Call]]:
    """Every call in a folder outside its doors, with its place."""
    for path in sorted((ROOT / folder).rglob("*.py")):
        if path.name not in doors:
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call):
                    yield f"{path.name}:{node.lineno}", node


def constant(call: ast.Call) -> bool:
    return all(isinstance(argument, ast.Constant) for argument in call.args)


def test_no_widget_gets_a_raw_string() -> None:
    for place, call in calls("ui", SCREEN_DOORS):
        name = named(call)
        assert name not in RAW_WIDGETS and name.rpartition(".")[2] not in {"from_markup", "render_str"}, place
        if name.partition(".")[0] == "Content":
            assert name == "Content" and constant(call), f"{place}: content() of plain_text.py is the door"


def test_no_title_or_tooltip_is_set() -> None:
    for path in sorted((ROOT / "ui").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Assign)
                and isinstance(node.value, ast.Call)
                and named(node.value) == "content"
            ):
                continue
            for target in node.targets if isinstance(node, ast.Assign) else ():
                assert not (isinstance(target, ast.Attribute) and target.attr in ATTRIBUTES), (
                    f"{path.name}:{node.lineno}"
                )


def test_no_command_prints_past_the_console() -> None:
    for place, call in calls("cli", LINE_DOORS):
        name = named(call)
        assert name not in {"print", "input"} and not re.fullmatch(
            r"sys\.std(out|err)\..*write(lines)?", name
        ), place
