"""Last words become one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from guardian.pg.embedded.failure import explain

PLACE = Path("/var/tmp/here")


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("cp: error writing '/x': No space left on device\ncp: again", "the disk under /var/tmp/here is full"),
        ("cp: Disk quota exceeded", "the disk under /var/tmp/here is full"),
        (
            "[Errno 13] Permission denied: '/x'",
            "could not start in /var/tmp/here: [Errno 13] Permission denied: '/x'; let this user write",
        ),
        ("FATAL:  could not create shared memory segment: Invalid argument", "got no shared memory"),
        (
            '2026-01-01 00:00:00.000 UTC [7] FATAL:  lock file "postmaster.pid" already exists\nHINT:  x',
            'could not start in /var/tmp/here: lock file "postmaster.pid" already exists; set',
        ),
        ("sh: 1: /x/postgres: not found\n", "sh: 1: /x/postgres: not found; set"),
        ("", "it ended without a message"),
    ],
)
def test_explains(said, expected):
    """The sentence names the folder, gives the server's reason, says what to do, and is one line."""
    sentence = explain(said, directory=PLACE, doing="start")
    assert expected in sentence
    assert "\n" not in sentence
