"""What an imported guideline begins with: its forms, and what a procedure is called where a text does not say it.

Used by `import_files`, and by `loader` for forms of the time before they named their purpose themselves.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from string import Template
from typing import Any


@cache
def starter_words() -> dict[str, Any]:
    """What a procedure is called, by the words of a text or where it has none."""
    return tomllib.loads((Path(__file__).parent / "starter" / "words.toml").read_text(encoding="utf-8"))


def starter_file(name: str, **values: str) -> str:
    """The file of that name, with the values in it."""
    text = (Path(__file__).parent / "starter" / f"{name}.toml").read_text(encoding="utf-8")
    return Template(text).safe_substitute(values)
