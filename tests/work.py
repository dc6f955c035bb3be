"""Work that is counted instead of timed: the same on every machine, however busy it is. Used by tests of growth."""

from __future__ import annotations

import _thread
import signal
from collections.abc import Callable


class _Signal(int):
    """Raised by looking at an attribute: a call would look for signals at once, and never come to an end."""

    raised = property(_thread.interrupt_main)


def work(act: Callable[[], object]) -> int:
    """How often Python looks for signals during `act`: at calls, turns of loops and each 4,096th step of a pattern.

    A signal is pending all the time; whoever handles it counts one and raises it again. For the main thread only.
    """
    counted, on = 0, True

    def count(_number: int, _frame: object) -> None:
        nonlocal counted
        counted += 1
        assert not on or pending.raised is None

    pending = _Signal(getattr(signal, "SIGUSR2", signal.SIGTERM))
    earlier, asyncio_told = signal.signal(pending, count), signal.set_wakeup_fd(-1)
    try:
        assert pending.raised is None
        act()
    finally:
        on = False
        for _turn in range(3):  # the last signal is handled here
            pass
        signal.signal(pending, earlier)
        signal.set_wakeup_fd(asyncio_told)
    return counted
