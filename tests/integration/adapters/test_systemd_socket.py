from __future__ import annotations

import socket

import pytest

from guardian.adapters.systemd import BadNotifySocket, Notifier
from guardian.clock import monotonic


def test_every_message_arrives_over_a_path_and_an_abstract_socket(every_notify_socket):
    notifier = Notifier.from_environment({"NOTIFY_SOCKET": every_notify_socket.address})
    notifier.ready("watching migrations")
    notifier.watchdog()
    notifier.status("all is well")
    notifier.stopping()
    assert [every_notify_socket.receive() for _ in range(4)] == [
        ["READY=1", "STATUS=watching migrations"],
        ["WATCHDOG=1"],
        ["STATUS=all is well"],
        ["STOPPING=1"],
    ]


def test_reloading_says_when(notify_socket):
    before = int(monotonic() * 1_000_000)
    Notifier(notify_socket.address).reloading()
    reloading, moment = notify_socket.receive()
    assert reloading == "RELOADING=1"
    name, _, value = moment.partition("=")
    assert name == "MONOTONIC_USEC"
    assert before <= int(value) <= int(monotonic() * 1_000_000)


def test_a_status_cannot_bring_in_another_assignment(notify_socket):
    Notifier(notify_socket.address).status("applying x\nREADY=1\r\nSTOPPING=1")
    assert notify_socket.receive() == ["STATUS=applying x READY=1 STOPPING=1"]


def test_a_path_of_the_greatest_length_works_and_one_more_is_refused(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    name = str(tmp_path / "n") + "n" * (107 - len(str(tmp_path / "n")))
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as server:
        server.bind(name)
        Notifier.from_environment({"NOTIFY_SOCKET": name}).watchdog()
        assert server.recv(100) == b"WATCHDOG=1"
    with pytest.raises(BadNotifySocket, match="at most 107 bytes"):
        Notifier.from_environment({"NOTIFY_SOCKET": name + "n"})


def test_a_socket_that_is_gone_is_named(tmp_path):
    with pytest.raises(BadNotifySocket, match="No such file or directory"):
        Notifier(str(tmp_path / "gone")).watchdog()
