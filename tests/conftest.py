"""What every test stands on: a frozen clock, a home folder of its own, and no network at all."""

from __future__ import annotations

import os
import socket
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parent.parent
JST = timezone(timedelta(hours=9))
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=JST)

settings.register_profile("short", max_examples=40, deadline=None)
settings.register_profile("long", max_examples=2000, deadline=None)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--long", action="store_true", default=False, help="full counts instead of scaled-down ones"
    )


def pytest_configure(config: pytest.Config) -> None:
    settings.load_profile("long" if config.getoption("--long") else "short")
    sys.addaudithook(no_network)


def no_network(event: str, arguments: tuple[Any, ...]) -> None:
    """An audit hook: whoever opens an internet socket fails the test, whatever catches OSError."""
    if event.startswith("socket.") and sys.platform == "win32" and _makes_a_pair():
        return
    if event == "socket.__new__" and arguments[1] in (socket.AF_INET, socket.AF_INET6):
        raise AssertionError("a network socket was opened")
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname"):
        raise AssertionError(f"the network was asked: {event}")


def _makes_a_pair() -> bool:
    """Windows has no pairs of sockets: Python makes the one that asyncio wakes itself with of two loopback ones."""
    frame: FrameType | None = sys._getframe()
    while frame is not None:
        if frame.f_globals is vars(socket) and frame.f_code.co_name.endswith("socketpair"):
            return True
        frame = frame.f_back
    return False


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder of the test's own; nothing of the real one is read or written."""
    folder = tmp_path_factory.mktemp("home")
    for name in [name for name in os.environ if name.startswith("UEDASNS_") and name != "UEDASNS_CORPORA"]:
        monkeypatch.delenv(name)
    places = {
        "HOME": "", "USERPROFILE": "", "XDG_CONFIG_HOME": ".config", "XDG_DATA_HOME": ".local/share",
        "XDG_STATE_HOME": ".local/state", "XDG_CACHE_HOME": ".cache", "APPDATA": "Roaming",
        "LOCALAPPDATA": "Local", "WIN_PD_OVERRIDE_APPDATA": "Roaming", "WIN_PD_OVERRIDE_LOCAL_APPDATA": "Local",
    }  # fmt: skip
    for name, place in places.items():
        monkeypatch.setenv(name, str(folder / place))
    monkeypatch.setenv("USER", "tester")
    monkeypatch.setenv("LOGNAME", "tester")
    monkeypatch.setenv("USERNAME", "tester")
    monkeypatch.delenv("NO_COLOR", raising=False)
    return folder


@pytest.fixture
def now() -> datetime:
    """The frozen clock: 2026-11-23 10:00 +09:00, a Monday and a holiday."""
    return NOW


@pytest.fixture(scope="session")
def small_guideline() -> Path:
    """A guideline of thirty clauses of an invented town: other numbering, ids and words than the bundled one."""
    return ROOT / "tests" / "fixtures" / "guideline"


@pytest.fixture
def long(request: pytest.FixtureRequest) -> bool:
    """Whether this run is the full one."""
    return bool(request.config.getoption("--long"))


@pytest.fixture(scope="session")
def corpora() -> Path:
    """The folder of others' test cases; a skip with its reason where it is not on this machine."""
    folder = Path(os.environ.get("UEDASNS_CORPORA", ROOT.parent / "shared" / "corpora"))
    if not folder.is_dir():
        pytest.skip(f"others' test cases are not here ({folder}); set UEDASNS_CORPORA to run them too")
    return folder
