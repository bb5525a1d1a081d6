"""Go's time layouts."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from guardian.migrate.go_time import render_go_time

MOMENT = datetime(2026, 1, 8, 15, 4, 5, 123000, tzinfo=UTC)


@pytest.mark.parametrize(
    ("layout", "text"),
    [
        ("20060102150405", "20260108150405"),
        ("2006-01-02T15:04:05Z07:00", "2026-01-08T15:04:05Z"),
        ("Mon Jan _2 15:04:05 MST 2006", "Thu Jan  8 15:04:05 UTC 2026"),
        ("Monday, January 2 06", "Thursday, January 8 26"),
        ("3:4:5 PM pm 03", "3:4:5 PM pm 03"),
        ("002 __2 1", "008   8 1"),
        ("05.000 05.999999 05,00", "05.123 05.123 05,12"),
        ("-0700 -07:00 -07", "+0000 +00:00 +00"),
        ("unix", "1767884645"),
        ("unixNano", "1767884645123000000"),
        ("text", "text"),
        ("2006_01", "2026_01"),
        ("_2006", "_2026"),
        ("Janitor", "Janitor"),
    ],
)
def test_a_moment_in_a_layout(layout: str, text: str):
    assert render_go_time(MOMENT, layout) == text


def test_a_zone_shifts_and_is_named():
    there = MOMENT.astimezone(ZoneInfo("Asia/Kathmandu"))
    assert render_go_time(there, "02 15:04 -0700 Z07:00") == "08 20:49 +0545 +05:45"
