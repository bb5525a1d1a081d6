"""The thread that sends what is in the outbox: when there is something new, and when a retry is due."""

from __future__ import annotations

import threading

import structlog

from guardian import clock
from guardian.app.alert import Alerts
from guardian.errors import GuardianError

logger = structlog.get_logger()

_LONGEST_WAIT = 30.0  # seconds
_AFTER_FAULT = 5.0  # seconds


class Courier:
    def __init__(self, alerts: Alerts) -> None:
        self._alerts = alerts
        self._wake = threading.Event()
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="courier", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def wake(self) -> None:
        self._wake.set()

    def stop(self) -> None:
        """Send what is due once more, and end. What cannot be sent now stays on disk."""
        self._stopping = True
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        self._hurry()
        while True:
            last = self._stopping
            wait = self._send()
            if last:
                return
            self._wake.wait(wait)
            self._wake.clear()

    def _hurry(self) -> None:
        """Try everything that waits now: with a new start or configuration, waiting longer has no reason."""
        try:
            self._alerts.outbox.hurry(clock.now())
        except GuardianError as fault:
            logger.error(str(fault), action="send")

    def _send(self) -> float:
        """Send what is due; return the seconds until there may be more."""
        try:
            delivery = self._alerts.send(clock.now())
            for reason in delivery.reasons:
                logger.warning("an alert was not delivered", action="send", reason=reason)
            due = self._alerts.outbox.next_time()
        except GuardianError as fault:
            logger.error(str(fault), action="send")
            return _AFTER_FAULT
        if due is None:
            return _LONGEST_WAIT
        return min(max((due - clock.now()).total_seconds(), 0.1), _LONGEST_WAIT)
