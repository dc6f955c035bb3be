"""What an operating system's error means is said in words that help, on whichever system it came up."""

from __future__ import annotations

import errno

import pytest

from uedasns_tui.storage.errors import reason


class ErrorOfWindows(OSError):
    """An error as Windows' Python raises it."""

    def __init__(self, number: int, winerror: int) -> None:
        super().__init__(number, "")
        self.winerror = winerror  # type: ignore[misc]


@pytest.mark.parametrize("winerror", [32, 33])
def test_a_file_that_another_program_holds_is_busy_by_windows_own_number(winerror: int) -> None:
    assert reason(ErrorOfWindows(errno.EACCES, winerror)) == reason(OSError(errno.EBUSY, ""))


def test_a_name_that_windows_refuses_is_told_as_a_name() -> None:
    what, do = reason(ErrorOfWindows(errno.EINVAL, 123))
    assert "使えない文字" in what and "別の名前" in do


def test_an_error_that_nobody_knows_keeps_its_name() -> None:
    assert "（EILSEQ）" in reason(OSError(errno.EILSEQ, ""))[0]
