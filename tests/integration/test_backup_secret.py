"""A backup shows no secret in the process list."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from pathlib import Path

import psycopg

from guardian import clock
from guardian.pg.backup import make_backup
from guardian.pg.connect import connect


def test_no_secret_parameter_is_an_argument_of_pg_dump(database: str, tmp_path: Path) -> None:
    """The URL may hold more secrets than the password, and the process list is everybody's."""
    seen: list[bytes] = []
    url = f"{database}&sslpassword=hunter2"
    with psycopg.connect(database) as held:
        held.execute("create table t (a int)")
        held.commit()
        held.execute("lock table t in access exclusive mode")

        def look() -> None:
            deadline = clock.monotonic() + 8
            while not seen and clock.monotonic() < deadline:
                seen.extend(_arguments_of_pg_dump(str(tmp_path)))
                clock.sleep(0.02)
            held.rollback()

        looking = threading.Thread(target=look)
        looking.start()
        with connect(url, target="prod") as connection:
            make_backup(connection, target="prod", directory=tmp_path, version=None, now=datetime.now(UTC))
        looking.join()
    assert seen
    assert not [arguments for arguments in seen if b"hunter2" in arguments]


def _arguments_of_pg_dump(mark: str) -> list[bytes]:
    found = []
    for file in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            arguments = file.read_bytes()
        except OSError:
            continue
        if b"--format=custom" in arguments and mark.encode() in arguments:
            found.append(arguments)
    return found
