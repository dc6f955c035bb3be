"""Ids: a date and a random part, or chosen. Never a shared counter, never made from Japanese."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from random import SystemRandom

LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"
_RANDOM = SystemRandom()
_SHAPE = re.compile(r"[a-z0-9-]{1,40}")
_DEVICES = {
    "con",
    "prn",
    "aux",
    "nul",
    "conin$",
    "conout$",
    *(f"{name}{number}" for name in ("com", "lpt") for number in "0123456789¹²³"),
}


def is_device(name: str) -> bool:
    """Whether Windows keeps a file name for a device, with any ending."""
    return name.partition(".")[0].strip().lower() in _DEVICES


def token(length: int = 5) -> str:
    """Random letters that are not mistaken for one another."""
    return "".join(_RANDOM.choice(LETTERS) for _ in range(length))


def new_id(today: date, make: Callable[[], str] = token) -> str:
    """A new record's id: 20261123-ab3x7."""
    return f"{today:%Y%m%d}-{make()}"


def new_entry_id() -> str:
    """The id of a line of the log or a picture, unique within its record."""
    return token(8)


def valid_id(text: str) -> bool:
    """Whether a text may be an id: `[a-z0-9-]{1,40}`, and no name that Windows keeps for devices."""
    return bool(_SHAPE.fullmatch(text)) and text not in _DEVICES
