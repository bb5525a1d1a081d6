"""guardian, golang-migrate and dbmate on the same migrations: seconds, round trips, commits.

    python benchmarks/apply.py --quick          # 50 files, 10 ms: under a minute
    python benchmarks/apply.py                  # 200 and 1,000 files, loopback and 40 ms: half an hour

Each run starts from an empty database on the embedded PostgreSQL, which writes to disk as a real one does (fsync,
synchronous_commit and full_page_writes on). Time is that of the whole command. The round trips are counted, and the
latency is added, by the proxy of the tests. golang-migrate is `migrate` on PATH or in GOPATH/bin; dbmate is installed
with npm into a temporary folder. A tool that is not there is left out.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import psycopg  # noqa: E402 - after the path

from guardian.pg.embedded import EmbeddedServer  # noqa: E402
from tests.plugin.proxy import Proxy  # noqa: E402

DURABLE = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on"}
SQL = "create table t{n} (id bigint primary key, name text not null, at timestamptz not null default now());\n"

Command = Callable[[Path, str], list[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    name: str
    command: Command
    write: Callable[[Path, int], None]


@dataclass(slots=True, kw_only=True)
class Measured:
    seconds: list[float] = field(default_factory=list)
    round_trips: int = 0
    commits: int = 0


def write_pairs(folder: Path, files: int) -> None:
    (folder / "migrations").mkdir()
    for n in range(1, files + 1):
        (folder / "migrations" / f"{n:06d}_t{n}.up.sql").write_text(SQL.format(n=n))
        (folder / "migrations" / f"{n:06d}_t{n}.down.sql").write_text(f"drop table t{n};\n")


def write_dbmate(folder: Path, files: int) -> None:
    (folder / "migrations").mkdir()
    for n in range(1, files + 1):
        text = f"-- migrate:up\n{SQL.format(n=n)}\n-- migrate:down\ndrop table t{n};\n"
        (folder / "migrations" / f"{n:06d}_t{n}.sql").write_text(text)


def guardian_command(folder: Path, url: str) -> list[str]:
    (folder / "guardian.toml").write_text(f'[targets.dev]\nurl = "{url}"\nrole = "development"\n')
    return [sys.executable, "-m", "guardian", "--quiet", "up", "dev"]


def find_tools(scratch: Path) -> Iterator[Tool]:
    yield Tool(name="guardian", command=guardian_command, write=write_pairs)
    migrate = shutil.which("migrate") or shutil.which("migrate", path=str(Path.home() / "go" / "bin"))
    if migrate:
        yield Tool(
            name="golang-migrate",
            command=lambda folder, url: [migrate, "-path", str(folder / "migrations"), "-database", url, "up"],
            write=write_pairs,
        )
    dbmate = _install_dbmate(scratch)
    if dbmate:
        yield Tool(
            name="dbmate",
            command=lambda folder, url: [
                dbmate, "--url", url.replace("host=", "socket="), "--migrations-dir", str(folder / "migrations"),
                "--no-dump-schema", "migrate",
            ],
            write=write_dbmate,
        )  # fmt: skip


def _install_dbmate(scratch: Path) -> str | None:
    npm = shutil.which("npm")
    if npm is None:
        return None
    command = [npm, "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(scratch), "@dbmate/linux-x64"]
    done = subprocess.run(command, check=False, capture_output=True)
    program = scratch / "node_modules/@dbmate/linux-x64/bin/dbmate"
    return str(program) if done.returncode == 0 and program.exists() else None


@contextmanager
def fresh_database(server: EmbeddedServer) -> Iterator[str]:
    with psycopg.connect(server.url(), autocommit=True) as connection:
        connection.execute("create database bench template template0")
        try:
            yield "bench"
        finally:
            connection.execute("drop database bench with (force)")


def commits(server: EmbeddedServer) -> int:
    """Return the database's commits, once every other session's have been counted."""
    with psycopg.connect(server.url(), autocommit=True) as connection:
        while connection.execute("select count(*) from pg_stat_activity where datname = 'bench'").fetchone() != (0,):
            time.sleep(0.01)
        row = connection.execute("select xact_commit from pg_stat_database where datname = 'bench'").fetchone()
    assert row is not None
    return int(row[0])


def run(server: EmbeddedServer, tool: Tool, files: int, latency: float | None, measured: Measured) -> None:
    """Run once; without a latency the tool connects to the server's socket itself, and no round trips are counted."""
    proxy = Proxy(server, latency=latency) if latency is not None else None
    with fresh_database(server) as name, tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        tool.write(folder, files)
        url = proxy.url(name) if proxy else f"postgres://postgres@/{name}?host={server.socket_dir}&sslmode=disable"
        command = tool.command(folder, url)
        # An installed program has its bytecode; only the first run after an update would write it.
        env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        env["PYTHONPATH"] = str(ROOT)
        before = commits(server)
        start = time.monotonic()
        done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)
        measured.seconds.append(time.monotonic() - start)
        if done.returncode != 0:
            sys.exit(f"{tool.name} failed: {done.stderr[-2000:]}")
        measured.commits = commits(server) - before
        check(server, files)
    if proxy:
        measured.round_trips = proxy.count()
        proxy.close()


def check(server: EmbeddedServer, files: int) -> None:
    with psycopg.connect(server.url("bench"), autocommit=True) as connection:
        made = connection.execute(
            "select count(*) from pg_class where relkind = 'r' and relname ~ '^t[0-9]+$'"
        ).fetchone()
    assert made == (files,), made


def table(title: str, results: dict[str, Measured]) -> str:
    base = statistics.median(results["guardian"].seconds)
    lines = [
        f"\n{title}\n",
        "| tool | median s | runs | times guardian | round trips | commits |",
        "|---|--:|--:|--:|--:|--:|",
    ]
    for name, measured in results.items():
        median = statistics.median(measured.seconds)
        trips = measured.round_trips or "-"
        lines.append(
            f"| {name} | {median:.2f} | {len(measured.seconds)} | {median / base:.2f} | {trips} | {measured.commits} |"
        )
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, nargs="+", default=[200, 1000])
    parser.add_argument("--latency", type=float, default=40, help="milliseconds that the proxy adds")
    parser.add_argument("--runs", type=int, default=5, help="runs on loopback; 0 leaves it out")
    parser.add_argument("--slow-runs", type=int, default=1, help="runs through the proxy; 0 leaves it out")
    parser.add_argument("--quick", action="store_true", help="50 files, 10 ms, 3 runs")
    options = parser.parse_args()
    if options.quick:
        options.files, options.latency, options.runs = [50], 10, 3
    with EmbeddedServer.start(settings=DURABLE) as server, tempfile.TemporaryDirectory() as scratch:
        tools = list(find_tools(Path(scratch)))
        for latency, runs in ((None, options.runs), (options.latency / 1000, options.slow_runs)):
            for files in options.files if runs else ():
                results = {tool.name: Measured() for tool in tools}
                for _ in range(runs):  # in turn, so that a busy moment of the machine meets all of them
                    for tool in tools:
                        run(server, tool, files, latency, results[tool.name])
                where = "loopback" if latency is None else f"{latency * 1000:.0f} ms added to each round trip"
                print(table(f"{files} files, {where}", results), flush=True)


if __name__ == "__main__":
    main()
