"""SIGTERM and SIGINT while migrations run: the first asks to stop after the running file, the second one kills."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from guardian.cli.context import Context


@contextmanager
def stop_after_file(context: Context) -> Iterator[Callable[[], bool]]:
    """Yield a function that tells whether a signal came; the signals' handlers are restored at the end."""
    if threading.current_thread() is not threading.main_thread():
        yield lambda: False  # only the main thread is told of signals
        return
    asked: list[str] = []
    numbers = (signal.SIGTERM, signal.SIGINT)
    before = {number: signal.getsignal(number) for number in numbers}

    def handle(number: int, _frame: FrameType | None) -> None:
        # Whoever is in a hurry sends it again, and then nothing of ours stands in the way.
        for each in numbers:
            signal.signal(each, signal.SIG_DFL)
        asked.append(signal.Signals(number).name)
        context.say(f"{asked[0]}: stopping after the running file; once more to stop at once")

    for number in numbers:
        signal.signal(number, handle)
    try:
        yield lambda: bool(asked)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
