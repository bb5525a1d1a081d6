"""Signals only set flags and wake the loop; a second request to stop ends the process at once."""

from __future__ import annotations

import enum
import queue
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_ASKING_TO_STOP = (signal.SIGTERM, signal.SIGINT)


class Ending(enum.Enum):
    """Why a run of the service ends."""

    STOP = "stop"
    RELOAD = "reload"


class Wishes:
    """What was asked of the service, and the bell that wakes its loop.

    A SimpleQueue, since its put() may interrupt itself: a signal handler that set an Event could wait for ever for
    the lock that the interrupted code holds.
    """

    def __init__(self) -> None:
        self.ending: Ending | None = None
        self._bell: queue.SimpleQueue[None] = queue.SimpleQueue()

    def ring(self) -> None:
        self._bell.put(None)

    def wait(self, seconds: float) -> None:
        """Return when somebody rang, or after that time."""
        try:
            self._bell.get(timeout=max(seconds, 0))
            while True:
                self._bell.get_nowait()
        except queue.Empty:
            return

    def stop(self) -> None:
        self.ending = Ending.STOP
        self.ring()

    def reload(self) -> None:
        self.ending = self.ending or Ending.RELOAD
        self.ring()

    def reloaded(self) -> None:
        """Take the wish to reload as granted."""
        if self.ending is Ending.RELOAD:
            self.ending = None


@contextmanager
def wishes_from_signals() -> Iterator[Wishes]:
    """Turn SIGTERM and SIGINT into a wish to stop, SIGHUP into one to reload; restore what was before at the end."""
    wishes = Wishes()
    before = {number: signal.getsignal(number) for number in (*_ASKING_TO_STOP, signal.SIGHUP)}

    def stop(_number: int, _frame: FrameType | None) -> None:
        # Whoever is in a hurry sends it again, and then nothing of ours stands in the way.
        for number in _ASKING_TO_STOP:
            signal.signal(number, signal.SIG_DFL)
        wishes.stop()

    for number in _ASKING_TO_STOP:
        signal.signal(number, stop)
    signal.signal(signal.SIGHUP, lambda _number, _frame: wishes.reload())
    try:
        yield wishes
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
