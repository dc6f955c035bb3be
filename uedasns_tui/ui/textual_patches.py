"""What is replaced in Textual where it has no hook: how the bytes of the terminal become text.

Textual decodes them strictly as UTF-8 in the thread that reads the keys. One other byte (a paste in Shift_JIS or
EUC-JP, Alt in eight bits) would end that thread, and the program with it. The version of Textual is bounded for
this, and a test sees that the names are there.
"""

from __future__ import annotations

import codecs
import re
import sys
from typing import Any, Final

from textual import events
from textual.app import App

QUIET: Final = 3.0
"""Seconds in which more such bytes are no news."""
_MARK: Final = "\udc80-\udcff"
"""What an undecodable byte becomes until the app drops it: a lone surrogate, which no UTF-8 holds."""
_GARBLED: Final = re.compile(
    rf"\x1b?[\x80-\u07ff]*[{_MARK}](?:[^\x00-\x1f\x7f]*[{_MARK}])?"
    r"(?:(?<=[\udc81-\udc9f\udce0-\udcfc])[@-~])?(?:[\x80-\u07ff]+[@-~]?)*"
)
"""What arrived at once and is no UTF-8, with the letters that two bytes of Shift_JIS or EUC-JP happen to make in it:
Latin or Greek ones (Japanese letters take three bytes in UTF-8), and an ASCII letter as a second byte. An Esc before
it was Alt: alone, Textual would type it as ^."""
KEYS = (
    "端末から届いた文字に、UTF-8 として読めないものがありました。その文字は入れていません。書いたものはそのままです。"
    "端末の文字コードを UTF-8 にしてください。"
)
PASTED = (
    "貼り付けた文章は UTF-8 ではないため、何も入れていません。書いたものはそのままです。"
    "端末の文字コードを UTF-8 にして、もう一度貼り付けてください。"
)


class _Decoder:
    """UTF-8 in which other bytes are marks. What one reads at once (a paste) is garbled as a whole."""

    def __init__(self) -> None:
        self.utf8 = codecs.getincrementaldecoder("utf-8")("surrogateescape")

    def decode(self, data: bytes, final: bool = False) -> str:
        """The text of more bytes."""
        earlier = len(self.utf8.getstate()[0])
        text = self.utf8.decode(data, final)
        while earlier and not unreadable(text[:earlier]):
            earlier -= 1
        # a byte of an earlier key belongs to no letter of this one
        return text[:earlier] + _GARBLED.sub(lambda found: _first_mark(found[0]), text[earlier:])


def _first_mark(text: str) -> str:
    return next(letter for letter in text if unreadable(letter))


def _decoder(_encoding: str) -> type[_Decoder]:
    return _Decoder


def install() -> None:
    """Have the terminal's bytes decoded so that every byte can arrive; doing it again changes nothing."""
    if sys.platform != "win32":
        import textual.drivers.linux_driver

        # the module's own name, not an export of it: typed as Any on purpose
        driver: Any = textual.drivers.linux_driver
        driver.getincrementaldecoder = _decoder


def unreadable(text: str) -> bool:
    """Whether a text from the terminal holds the mark of an undecodable byte."""
    return any("\udc80" <= letter <= "\udcff" for letter in text)


class ReadsAnyByte(App[None]):
    """An App that tells of bytes which are no text, and takes everything else. Stands before mixins that read keys."""

    _told_of_bytes = False

    async def on_event(self, event: events.Event) -> None:
        """Drop a key or a paste that is no text, with a sentence; everything else goes its way."""
        if isinstance(event, events.Key) and unreadable(event.key + (event.character or "")):
            self._tell_of_bytes(KEYS)
        elif isinstance(event, events.Paste) and unreadable(event.text):
            self._tell_of_bytes(PASTED)
        else:
            await super().on_event(event)

    def _tell_of_bytes(self, sentence: str) -> None:
        if not self._told_of_bytes:
            self._told_of_bytes = True
            self.set_timer(QUIET, self._quiet_is_over)
            self.notify(sentence, severity="warning", timeout=15)

    def _quiet_is_over(self) -> None:
        self._told_of_bytes = False


class InputLost(RuntimeError):
    """The thread that reads the terminal ended: no key can arrive any more."""
