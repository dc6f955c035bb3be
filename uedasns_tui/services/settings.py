"""Settings: personal (config.toml in the configuration folder) and shared (settings.toml beside the records).

Used by the context; the schema is the dataclasses, read by the one reader of TOML.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import Literal, TypeVar

from uedasns_tui.frozen import dataclass
from uedasns_tui.guideline import toml_reader
from uedasns_tui.guideline.problem import Location, Problem
from uedasns_tui.storage.errors import StorageError, reason
from uedasns_tui.storage.file_read import read_bytes

Read = TypeVar("Read")
RETIRED = frozenset(
    ("retention_years_policy", "retention_years_post", "retention_years_incident", "review_months")
)
"""Keys of earlier versions that were read by nothing: a file that still has them is in order."""


@dataclass(frozen=True)
class UserSettings:
    """Who I am and how I like the screen. `records` is the folder of the records ("" for the default).

    `measure`: columns of text at most (80 is 40 full-width characters); `spacing`: blank lines between its clauses. `wide`: 1 or 2 cells for characters
    of ambiguous width, 0 to ask the terminal. `plain`: the program opens with the menu by numbers.
    """

    name: str = ""
    section: str = ""
    records: str = ""
    theme: Literal["light", "dark", ""] = ""
    spacing: int = 0
    measure: int = 80
    wide: int = 0
    mouse: bool = True
    plain: bool = False
    place: str = ""
    place_line: int = 0
    seen_home: bool = False


@dataclass(frozen=True)
class SharedSettings:
    """What all who share a data folder share: how long versions and records are kept.

    `keep_all_days`: every version of that many days is kept; `keep_daily_days`: after that one a day, after
    that one a month; 0 keeps everything.
    """

    keep_all_days: int = 0
    keep_daily_days: int = 0


def read_settings(cls: type[Read], path: Path) -> tuple[Read, list[Problem]]:
    """Read settings; the defaults and Problems where the file is at fault, the defaults where there is none."""
    try:
        data, _ = read_bytes(path)
    except FileNotFoundError:
        return cls(), []
    except StorageError as fault:
        return cls(), [Problem("warning", Location(str(path)), f"{fault.message}決まった値で続けます。")]
    except OSError as error:
        message = f"設定を読めません。{reason(error)[0]}決まった値で続けます。"
        return cls(), [Problem("warning", Location(str(path)), message)]
    settings, problems = toml_reader.read(cls, data, str(path))
    problems = [problem for problem in problems if problem.where.key not in RETIRED]
    return (settings if settings is not None else cls()), problems


def write_user_settings(path: Path, mine: UserSettings, write: Callable[[Path, bytes], object]) -> None:
    """Keep my settings, leaving comments and keys that this program does not know as they are.

    A file that cannot be read as TOML is left alone and ValueError is raised with the reason.
    """
    import tomllib

    import tomlkit

    try:
        text = read_bytes(path)[0].decode("utf-8-sig")
        tomllib.loads(text)
    except FileNotFoundError:
        text = "# uedasns-tui の自分の設定です。記録は records のフォルダーにあります。\n"
    except ValueError as error:
        raise ValueError(
            f"{path} が TOML として読めないため、設定を書きませんでした。直してからやり直してください。"
        ) from error
    table = tomlkit.parse(text)
    for field in dataclasses.fields(mine):
        value = getattr(mine, field.name)
        if value != field.default or field.name in table:
            table[field.name] = value
    path.parent.mkdir(parents=True, exist_ok=True)
    write(path, tomlkit.dumps(table).encode())
