"""Resolves every folder of the program. Used by the context and by tests.

The guideline: option, $UEDASNS_GUIDELINE, the data folder's guideline/, working tree, bundled in the wheel.
Records: option, $UEDASNS_DATA, my configuration, the user's data folder. Never beside the samples.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import platformdirs

from uedasns_tui.frozen import dataclass

APP = "uedasns-tui"
CONFIGURED = "自分の設定"
"""How records that my own configuration places were found."""
DEFAULT = "決まった場所"
"""How records were found that nobody placed: this folder alone is made unasked, at the first save."""
PACKAGE = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class AppOptions:
    """What the command line says about folders and output. `create`: make the data folder where it is not there."""

    data: str = ""
    guideline: str = ""
    json: bool = False
    plain: bool = False
    create: bool = False


@dataclass(frozen=True)
class AppFolders:
    """Absolute paths. `guideline_from` says in Japanese by which rule the guideline was found."""

    records: Path
    guideline: Path
    guideline_from: str
    facts: Path
    config: Path
    state: Path
    cache: Path
    records_from: str = ""

    @property
    def samples(self) -> Path:
        """The worked examples that came with the program."""
        return self.facts / "samples"

    @property
    def offers_samples(self) -> bool:
        """Whether there may be a worked example for the guideline, without reading it (the first screen waits)."""
        return self.guideline == shipped("guideline") or (self.guideline / "samples").is_dir()

    @property
    def settings(self) -> Path:
        """settings.toml: what all who share the records share."""
        return self.records / "settings.toml"


def config_folder() -> Path:
    """My own configuration: who I am, where records are, theme."""
    return Path(platformdirs.user_config_dir(APP, appauthor=False))


def default_records() -> Path:
    """Where records go when nobody says otherwise."""
    return Path(platformdirs.user_data_dir(APP, appauthor=False)) / "records"


def find_folders(options: AppOptions, env: Mapping[str, str], configured: str = "") -> AppFolders:
    """Decide every folder. `configured` is the records folder of my configuration ("" for none)."""
    records, records_from = _records(options, env, configured)
    guideline, guideline_from = _guideline(options, env, records)
    return AppFolders(
        records=records,
        guideline=guideline,
        guideline_from=guideline_from,
        facts=shipped("data"),
        config=config_folder(),
        state=Path(platformdirs.user_state_dir(APP, appauthor=False)),
        cache=Path(platformdirs.user_cache_dir(APP, appauthor=False)),
        records_from=records_from,
    )


def _records(options: AppOptions, env: Mapping[str, str], configured: str) -> tuple[Path, str]:
    for value, how in (
        (options.data, "--data"),
        (env.get("UEDASNS_DATA", ""), "環境変数 UEDASNS_DATA"),
        (configured, CONFIGURED),
    ):
        if value:
            return Path(value).expanduser().absolute(), how
    return default_records(), DEFAULT


def _guideline(options: AppOptions, env: Mapping[str, str], records: Path) -> tuple[Path, str]:
    for value, how in (
        (options.guideline, "--guideline"),
        (env.get("UEDASNS_GUIDELINE", ""), "環境変数 UEDASNS_GUIDELINE"),
    ):
        if value:
            return Path(value).expanduser().absolute(), how
    shared = records / "guideline"
    if os.path.lexists(shared / "guideline.toml"):  # what is no file there is said, not passed over
        return shared, "データフォルダーの guideline"
    return shipped("guideline"), "このプログラムに付属"


def shipped(name: str) -> Path:
    """A data folder of the working tree, else the one bundled in the wheel."""
    tree = PACKAGE.parent
    if (tree / "pyproject.toml").is_file() and (tree / name).is_dir():
        return tree / name
    return PACKAGE / "bundled" / name
