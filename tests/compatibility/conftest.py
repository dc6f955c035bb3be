"""The office of yesterday for every test here: one of its own, or one for all that only read."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))

from office import Office, prepared
from save_steps import Save, perform


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return prepared(tmp_path)


@pytest.fixture(scope="module")
def reading_office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """One for all tests of a module that only read."""
    return prepared(tmp_path_factory.mktemp("reading"))


@pytest.fixture(scope="session")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Save]:
    """A save by its name, each performed once: one test compares the bytes, another the words."""
    return cache(lambda name: perform(name, prepared(tmp_path_factory.mktemp(name))))
