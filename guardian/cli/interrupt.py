"""Ctrl-C, wherever it falls: 130, whatever error comes of it."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

INTERRUPTED = 130  # as a shell says it: 128 + SIGINT


@contextmanager
def noting_interrupts() -> Iterator[None]:
    """Let any error that comes after SIGINT be the KeyboardInterrupt that SIGINT is.

    What is cleaned up on the way out may fail, as may what a child leaves behind that the same Ctrl-C has killed: the
    error that arrives then says nothing. Outside the main thread, and where SIGINT is ignored, all is as ever.
    """
    noted: list[int] = []
    before = signal.getsignal(signal.SIGINT)
    if threading.current_thread() is not threading.main_thread() or before is not signal.default_int_handler:
        yield
        return

    def handle(number: int, frame: FrameType | None) -> None:
        noted.append(number)
        signal.default_int_handler(number, frame)

    signal.signal(signal.SIGINT, handle)
    try:
        yield
    except Exception as fault:
        if noted:
            raise KeyboardInterrupt from fault
        raise
    finally:
        signal.signal(signal.SIGINT, before)
