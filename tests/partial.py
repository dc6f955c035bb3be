"""The bundled guideline with parts of it away: what the program does where a city's guideline has less."""

from __future__ import annotations

import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FORMS = ("policy", "post", "incident")

PARTIAL: dict[str, tuple[str, ...]] = {
    "text alone": ("forms", "checklists", "words", "templates", "city.toml", "readings.toml"),
    "no forms": ("forms",),
    "no checklists": ("checklists",),
    **{f"no {form}": (f"forms/{form}.toml",) for form in FORMS},
    "another id for every form": tuple(f"{form}=other-{form}" for form in FORMS),
}
"""What is away (a path in the guideline's folder), or which forms have another id (form=id): nothing is lacking then."""


def partial(name: str, folder: Path) -> Path:
    """Make that guideline in a folder."""
    shutil.copytree(ROOT / "guideline", folder)
    for part in PARTIAL[name]:
        form, renamed, other = part.partition("=")
        if renamed:
            file = folder / "forms" / f"{form}.toml"
            text = file.read_text(encoding="utf-8").replace(f'id = "{form}"', f'id = "{other}"', 1)
            (folder / "forms" / f"{other}.toml").write_text(text, encoding="utf-8")
            file.unlink()
            for user in (*folder.glob("checklists/*.toml"), *folder.glob("templates/*.toml")):
                text = user.read_text(encoding="utf-8")
                user.write_text(text.replace(f'form = "{form}"', f'form = "{other}"'), encoding="utf-8")
        elif (folder / part).is_dir():
            shutil.rmtree(folder / part)
        else:
            (folder / part).unlink()
    return folder


def lacking(name: str) -> set[str]:
    """The forms that a command or screen lacks in that guideline."""
    parts = PARTIAL[name]
    away = {form for form in FORMS if f"forms/{form}.toml" in parts}
    return set(FORMS) if "forms" in parts else away
