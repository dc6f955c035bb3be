"""Follows the data folder while the screen is in use: changes by others appear, and the cursor stays.

A mixin of the app. The index reads the files in a thread of its own, at once and then every few seconds. A first
build says how far it is and how long it will take; Esc stops it, r goes on, and the lists show what is read so far.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from textual.app import App
from textual.worker import Worker, get_current_worker

from uedasns_tui.ui.screens.main_screen import MainScreen

if TYPE_CHECKING:
    from uedasns_tui.services.context import AppContext

PAUSE = 10.0
"""Seconds from one look at the files to the next."""
SHOW_EVERY = 1.0
"""Seconds between two showings of what a build has read so far."""
BUSY = "ほかの画面が索引を書いているので、記録の一覧を今は読めません。"
UNKNOWN = -1
"""The number of changes of an index that cannot be asked."""
BAR = 10
"""Cells of the bar of a build."""
MANY = 500
"""Files to read from which a build says how far it is."""


class FileWatch(App[None]):
    """Looks at the files; `progress` says how far a build is, "" when there is nothing to say."""

    context: AppContext
    progress = ""
    _reader: Worker[None] | None = None
    _started_at = 0.0
    _shown_at = 0.0
    _change = 0
    _stop_requested = False

    def begin_watching(self) -> None:
        """Look at once, and go on looking."""
        self.look()
        self.set_interval(PAUSE, self._look_again)

    def _look_again(self) -> None:
        if not self._stop_requested:
            self.look()

    def look(self) -> None:
        """Look at the files now, unless a thread does already."""
        if self._reader is None or not self._reader.is_running:
            self._stop_requested = False
            self._started_at = self._shown_at = time.monotonic()
            self._reader = self.run_worker(self._read, group="index", thread=True)

    def stop_looking(self) -> None:
        """Stop a build; the next look goes on where it was."""
        reader, self._reader = self._reader, None
        if reader is not None and reader.is_running:
            self._stop_requested = True
            reader.cancel()

    # ---- in the thread
    def _read(self) -> None:
        # what belongs to records is loaded here, beside the first keys
        from uedasns_tui.storage.index.database import IndexUnavailable

        worker = get_current_worker()
        try:
            self.context.index.refresh(self._report, lambda: worker.is_cancelled)
            change = self.context.index.change
        except IndexUnavailable:
            change = UNKNOWN
        self.call_later(self._finish, change)

    def _report(self, done: int, total: int) -> None:
        if total >= MANY:
            self.call_later(self._show_progress, done, total)

    # ---- on the screen's
    def _show_progress(self, done: int, total: int) -> None:
        if self._reader is None:
            return
        now = time.monotonic()
        left = (now - self._started_at) / done * (total - done) if done else 0
        bar = "#" * (done * BAR // total) + "." * (BAR - done * BAR // total)
        self.progress = f"[{bar}] 記録 {done:,}／{total:,} 件（あと約 {_period(left)}。Esc で止めます）"
        if now - self._shown_at >= SHOW_EVERY:
            self._shown_at = now
            self._show_records()
        elif isinstance(self.screen, MainScreen):
            self.screen.show_progress()

    def _finish(self, change: int) -> None:
        """Show what changed: read from the disk just now, or written into the index by another window of mine."""
        before, self.progress = self.progress, ""
        if change == UNKNOWN:
            self.progress = f"{BUSY}少しあとで読み直します。"
        elif self._stop_requested:
            self.progress = "記録の読み取りを止めました。読んだところまで表示しています（r で続けます）。"
        changed, self._change = change != self._change, change
        if before or self.progress or changed:
            self._show_records()

    def _show_records(self) -> None:
        # while the program ends its screens are taken apart
        if self.is_running and isinstance(self.screen, MainScreen):
            self.screen.show_progress()
            self.screen.records_changed()


def _period(seconds: float) -> str:
    return f"{max(1, round(seconds))} 秒" if seconds < 90 else f"{round(seconds / 60)} 分"
