from __future__ import annotations

import pytest

from guardian.adapters.systemd import BadNotifySocket, Notifier, watchdog_interval


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, None),
        ({"WATCHDOG_USEC": "60000000"}, 30.0),
        ({"WATCHDOG_USEC": "60000000", "WATCHDOG_PID": "42"}, 30.0),
        ({"WATCHDOG_USEC": "60000000", "WATCHDOG_PID": "43"}, None),
        ({"WATCHDOG_USEC": "0"}, None),
        ({"WATCHDOG_USEC": "soon"}, None),
        ({"WATCHDOG_USEC": "-5"}, None),
    ],
)
def test_watchdog_interval_is_half_the_period_for_the_process_that_is_meant(environment, expected):
    assert watchdog_interval(environment, pid=42) == expected


@pytest.mark.parametrize("address", ["relative/path", "@", "/", "/" + "x" * 107, "@" + "x" * 107, "vsock:2:1234"])
def test_an_address_that_is_no_socket_is_refused(address):
    with pytest.raises(BadNotifySocket, match="NOTIFY_SOCKET"):
        Notifier.from_environment({"NOTIFY_SOCKET": address})


@pytest.mark.parametrize("environment", [{}, {"NOTIFY_SOCKET": ""}])
def test_outside_systemd_nothing_is_sent(environment):
    notifier = Notifier.from_environment(environment)
    assert notifier == Notifier()
    notifier.ready("up")
    notifier.reloading()
    notifier.watchdog()
    notifier.status("x")
    notifier.stopping()
