"""No password of a promotion is in the process list."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
from psycopg import conninfo

from guardian import clock
from guardian.app.promote import promote
from guardian.migrate.promotion import PromotionOutcome
from guardian.pg.embedded import EmbeddedServer
from tests.plugin.project import Project
from tests.plugin.promoter import promoter


def test_the_password_is_in_no_argument(project: Project, make_server: Callable[[], EmbeddedServer]) -> None:
    """pg_dump waits for a table that somebody holds; meanwhile its arguments are read, as any user could."""
    server = make_server()
    with psycopg.connect(server.url(), autocommit=True) as connection:
        connection.execute("create role guarded login superuser password 's3cret-pw'")
        connection.execute("create table held (id int)")
        connection.execute("set client_min_messages = error")
    url = conninfo.make_conninfo(server.url(), user="guarded", password="s3cret-pw")
    (project.root / "guardian.toml").write_text(
        f'[targets.prod]\nurl = "{url}"\nrole = "production"\n'
        '[[drift.ignore]]\nkind = "table"\npattern = "public.held"\nreason = "the test\'s"\n'
    )
    project.add("create table orders (id int);", "drop table orders;")
    project.ok("lock")
    seen: list[str] = []

    def watch() -> None:
        with psycopg.connect(server.url()) as holder:
            holder.execute("lock table held in access exclusive mode")
            held.set()
            deadline = clock.monotonic() + 8
            while clock.monotonic() < deadline and not seen:
                seen.extend(line for line in command_lines() if "pg_dump" in line)
                clock.sleep(0.02)

    held = threading.Event()

    def say(message: str) -> None:
        if message.startswith("backing up"):
            thread.start()
            held.wait(5)

    thread = threading.Thread(target=watch)
    done = promote(promoter(project, say))
    thread.join()

    assert done.outcome is PromotionOutcome.DONE
    assert seen
    assert not [line for line in seen if "s3cret-pw" in line]


def command_lines() -> Iterator[str]:
    for process in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            yield process.read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue
