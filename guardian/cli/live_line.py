"""On a terminal: what has been running for longer than a moment, and for how long."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress

_MOMENT = 0.5  # seconds; most files are done before, and then nothing is drawn and rich is not even loaded


class LiveLine:
    """One line at the bottom, from `begin` to `end`; nothing of it stays."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._timer: threading.Timer | None = None
        self._drawn: Progress | None = None
        self._what = ""

    def begin(self, what: str) -> None:
        self.end()
        with self._lock:
            self._what = what
            self._timer = threading.Timer(_MOMENT, self._draw)
            self._timer.daemon = True
            self._timer.start()

    def end(self) -> None:
        with self._lock:
            if self._timer is not None:
                self._timer.cancel()
            if self._drawn is not None:
                self._drawn.stop()
            self._timer = self._drawn = None

    def _draw(self) -> None:
        from rich.console import Console  # noqa: PLC0415 - only where something is drawn
        from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn  # noqa: PLC0415

        with self._lock:
            if self._timer is not threading.current_thread():
                return  # ended, or begun anew, just now
            columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), TimeElapsedColumn())
            self._drawn = Progress(*columns, console=Console(stderr=True), transient=True)
            self._drawn.add_task(self._what, total=None)
            self._drawn.start()
            # A second Ctrl-C ends the process at once; the terminal must be as it was then.
            self._drawn.console.show_cursor(show=True)
