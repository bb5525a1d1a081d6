"""Signals only set flags: the first asks the service to stop, the second one ends the process at once."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def stop_on_signals(ask: Callable[[str], None]) -> Iterator[None]:
    """Call `ask` with the signal's name on the first SIGTERM or SIGINT, and restore what was before."""
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}

    def handle(number: int, _frame: FrameType | None) -> None:
        # Whoever is in a hurry sends it again, and then nothing of ours stands in the way.
        for each in before:
            signal.signal(each, signal.SIG_DFL)
        ask(signal.Signals(number).name)

    for number in before:
        signal.signal(number, handle)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
