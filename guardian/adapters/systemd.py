"""sd_notify and the watchdog, as sd_notify(3) and sd_watchdog_enabled(3) describe them; no library is needed."""

from __future__ import annotations

import os
import socket
from collections.abc import Mapping
from dataclasses import dataclass

from guardian.clock import monotonic
from guardian.errors import GuardianError

# sockaddr_un's sun_path is 108 bytes; a path needs its final NUL, an abstract name does not.
_PATH_LIMIT = 107


class BadNotifySocket(GuardianError):
    """NOTIFY_SOCKET is set to what is no socket."""

    def __init__(self, address: str, problem: str) -> None:
        super().__init__(
            f"NOTIFY_SOCKET {address!r}: {problem}; start the service through systemd, or unset NOTIFY_SOCKET"
        )


@dataclass(frozen=True, slots=True)
class Notifier:
    """Tells the service manager how the service is. Without an address, as outside systemd, it does nothing.

    Every method raises BadNotifySocket where the manager's socket is not there.
    """

    address: str | None = None

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Notifier:
        """Return the notifier for NOTIFY_SOCKET. Raises BadNotifySocket for a value that no socket can have."""
        address = environment.get("NOTIFY_SOCKET") or None
        if address is None:
            return cls()
        if address[0] not in "/@" or len(address) == 1:
            raise BadNotifySocket(address, "it is neither a path nor an abstract name that begins with @")
        if len(os.fsencode(address)) > _PATH_LIMIT:
            raise BadNotifySocket(address, f"a socket's address has at most {_PATH_LIMIT} bytes")
        return cls(address)

    def ready(self, status: str) -> None:
        self._send("READY=1", _status(status))

    def reloading(self) -> None:
        """Announce a reload; `ready` ends it. Without the time, Type=notify-reload would wait for ever."""
        self._send("RELOADING=1", f"MONOTONIC_USEC={int(monotonic() * 1_000_000)}")

    def stopping(self) -> None:
        self._send("STOPPING=1")

    def watchdog(self) -> None:
        self._send("WATCHDOG=1")

    def status(self, text: str) -> None:
        self._send(_status(text))

    def _send(self, *lines: str) -> None:
        if self.address is None:
            return
        address = "\0" + self.address[1:] if self.address.startswith("@") else self.address
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as sock:
                sock.sendto("\n".join(lines).encode("utf-8", "replace"), address)
        except OSError as error:
            raise BadNotifySocket(self.address, error.strerror or str(error)) from error


def _status(text: str) -> str:
    """Return a STATUS= line: a line break inside would begin another assignment, such as a false READY=1."""
    return "STATUS=" + " ".join(text.split())


def watchdog_interval(environment: Mapping[str, str], *, pid: int | None = None) -> float | None:
    """Return after how many seconds to send WATCHDOG=1, half of what the manager waits; None where it does not.

    WATCHDOG_PID names whom it is meant for: a child that inherited the environment is not asked.
    """
    period = environment.get("WATCHDOG_USEC", "")
    meant_for = environment.get("WATCHDOG_PID", "")
    if not period.isdecimal() or int(period) == 0:
        return None
    if meant_for and meant_for != str(os.getpid() if pid is None else pid):
        return None
    return int(period) / 2 / 1_000_000
