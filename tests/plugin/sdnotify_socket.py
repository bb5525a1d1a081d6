"""The service manager's end of sd_notify: a datagram socket that keeps what it is told."""

from __future__ import annotations

import socket
import uuid

import pytest


class NotifySocket:
    """`address` is for NOTIFY_SOCKET; `receive()` returns the next message as its lines."""

    def __init__(self, address):
        self.address = address
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind("\0" + address[1:] if address.startswith("@") else address)

    def receive(self, timeout=5.0):
        self._socket.settimeout(timeout)
        return self._socket.recv(65536).decode().split("\n")

    def close(self):
        self._socket.close()


@pytest.fixture(params=["path", "abstract"])
def every_notify_socket(request, tmp_path):
    """Once with a path, once with an abstract address."""
    name = str(tmp_path / "notify") if request.param == "path" else f"@guardian-{uuid.uuid4().hex}"
    notify = NotifySocket(name)
    yield notify
    notify.close()


@pytest.fixture
def notify_socket(tmp_path):
    notify = NotifySocket(str(tmp_path / "notify"))
    yield notify
    notify.close()
