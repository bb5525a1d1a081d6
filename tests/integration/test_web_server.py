"""The page's server over real HTTP, without a database: what it answers, and the address that it takes."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import requests
from prometheus_client.parser import text_string_to_metric_families

from guardian.app.status_page import Board
from guardian.config import Config, Role, Secret, Target
from guardian.config.model import Web
from guardian.drift.check import DriftReport
from guardian.drift.finding import Finding
from guardian.drift.severity import Severity
from guardian.errors import ConfigError
from guardian.schema.diff import ChangeKind
from guardian.schema.model import Kind
from guardian.web.server import PageServer, open_page

AT = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
NASTY = 'x"\\\n<script>'


def make_config(tmp_path: Path, *, host: str = "127.0.0.1", port: int = 0) -> Config:
    url = Secret.literal("postgres://nobody@127.0.0.1:1/nothing")
    targets = (Target(name="dev", url=url, role=Role.DEVELOPMENT), Target(name="prod", url=url, role=Role.PRODUCTION))
    (tmp_path / "migrations").mkdir(exist_ok=True)
    return Config(root=tmp_path, file=tmp_path / "guardian.toml", targets=targets, web=Web(host=host, port=port))


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return make_config(tmp_path)


@pytest.fixture
def board(config: Config) -> Board:
    return Board(config)


@pytest.fixture
def serve(config: Config, board: Board) -> Iterator[Callable[[], str]]:
    """Return a function that starts the page and returns its address."""
    servers: list[PageServer] = []

    def start() -> str:
        server = open_page(config, board)
        servers.append(server)
        server.start()
        return f"http://127.0.0.1:{server.port}"

    yield start
    for server in servers:
        server.stop()


def report(*severities: Severity) -> DriftReport:
    findings = tuple(
        Finding(
            id=f"{number:08x}",
            kind=Kind.TABLE,
            name=NASTY,
            change=ChangeKind.ADDED,
            severity=severity,
            attributes={},
            sentence=f"table {NASTY} was added on prod",
            adopt_sql="",
            revert_sql="",
        )
        for number, severity in enumerate(severities)
    )
    return DriftReport(target="prod", version=7, findings=findings)


@pytest.mark.parametrize("path", ["/", "/healthz", "/metrics", "/nothing"])
def test_every_answer_forbids_what_a_page_does_not_need(serve: Callable[[], str], path: str) -> None:
    headers = requests.get(serve() + path, timeout=5).headers

    assert headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'sha256-")
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"
    assert "Server" not in headers


def test_the_page_is_there_before_anything_was_looked_at(serve: Callable[[], str]) -> None:
    answer = requests.get(serve(), timeout=5)

    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "not read yet" in answer.text


def test_the_page_shows_what_is_on_the_board_escaped(serve: Callable[[], str], board: Board) -> None:
    address = serve()

    board.found(report(Severity.HIGH), AT)

    text = requests.get(address, timeout=5).text
    assert "&lt;script&gt; was added on prod" in text
    assert "<script" not in text


def test_only_reading_is_possible(serve: Callable[[], str]) -> None:
    address = serve()

    assert [requests.request(verb, address, timeout=5).status_code for verb in ("POST", "PUT", "DELETE")] == [405] * 3


def test_healthz_answers_while_a_target_does_not(serve: Callable[[], str], board: Board) -> None:
    address = serve()
    board.refresh()  # nobody listens on port 1

    answer = requests.get(f"{address}/healthz", timeout=5)

    assert answer.status_code == 200
    assert answer.json()["status"] == "ok"
    assert answer.json()["targets"] == {"dev": "not known", "prod": "not known"}


def samples(address: str) -> dict[tuple[str, ...], float]:
    answer = requests.get(f"{address}/metrics", timeout=5)
    assert answer.headers["Content-Type"].startswith("text/plain; version=")
    families = text_string_to_metric_families(answer.text)
    return {
        (sample.name.removeprefix("guardian_"), *(sample.labels[name] for name in sorted(sample.labels))): sample.value
        for family in families
        for sample in family.samples
    }


def test_metrics_make_up_no_number(serve: Callable[[], str]) -> None:
    """What was not looked at yet has no sample, rather than a zero."""
    assert samples(serve()) == {}


def test_metrics_of_a_check(serve: Callable[[], str], board: Board) -> None:
    """The findings by severity, zeros included, and when; the target does not answer now."""
    address = serve()
    board.found(report(Severity.HIGH, Severity.HIGH, Severity.LOW), AT)
    board.refresh()

    assert samples(address) == {
        ("target_reachable", "development", "dev"): 0,
        ("target_reachable", "production", "prod"): 0,
        ("last_check_timestamp_seconds", "production", "prod"): AT.timestamp(),
        ("findings", "production", "critical", "prod"): 0,
        ("findings", "production", "high", "prod"): 2,
        ("findings", "production", "medium", "prod"): 0,
        ("findings", "production", "low", "prod"): 1,
        ("findings", "production", "info", "prod"): 0,
    }


def test_a_check_that_failed_leaves_what_was_found_and_when(serve: Callable[[], str], board: Board) -> None:
    address = serve()
    board.found(report(Severity.HIGH), AT)
    board.not_checked("prod", "prod: nobody answers")

    text = requests.get(address, timeout=5).text
    assert "prod: nobody answers" in text
    assert "2026-03-04 05:06:07 UTC" in text

    board.found(report(), AT)
    assert "nobody answers" not in requests.get(address, timeout=5).text


def test_an_unreadable_migrations_directory_is_said_on_the_page(
    serve: Callable[[], str], board: Board, config: Config
) -> None:
    address = serve()
    config.migrations_dir.rmdir()

    board.refresh()

    assert "migrations" in requests.get(f"{address}/healthz", timeout=5).json()["problem"]


def test_a_taken_port_is_one_sentence_that_names_address_and_key(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        config = make_config(tmp_path, port=port)

        with pytest.raises(ConfigError) as fault:
            open_page(config, Board(config))

    assert str(fault.value) == (
        f"{tmp_path}/guardian.toml: [web]: listen: cannot serve the status page at 127.0.0.1:{port}: "
        "another program listens there; stop that one, or choose another port"
    )
    assert fault.value.exit_code == 2


@pytest.mark.parametrize(
    ("host", "reason"),
    [("192.0.2.1", "that is no address of this machine"), ("nowhere.invalid", "there is no such host")],
)
def test_an_address_that_cannot_be_had(tmp_path: Path, host: str, reason: str) -> None:
    config = make_config(tmp_path, host=host, port=8765)

    with pytest.raises(ConfigError, match=reason):
        open_page(config, Board(config))


@pytest.mark.skipif(not socket.has_ipv6 or not Path("/proc/net/if_inet6").exists(), reason="no IPv6 here")
def test_ipv6(tmp_path: Path) -> None:
    config = make_config(tmp_path, host="::1")
    server = open_page(config, Board(config))
    server.start()
    try:
        assert requests.get(f"http://[::1]:{server.port}/healthz", timeout=5).status_code == 200
    finally:
        server.stop()


def test_stop_frees_the_address_though_somebody_is_connected(config: Config, board: Board) -> None:
    """Neither an idle connection nor half a request holds the service back."""
    server = open_page(config, board)
    server.start()
    descriptors = len(list(Path("/proc/self/fd").iterdir()))
    with socket.create_connection((server.host, server.port)) as idle, requests.Session() as session:
        idle.sendall(b"GET / HTTP/1.1\r\n")
        session.get(f"http://127.0.0.1:{server.port}/", timeout=5)

        server.stop()

    with socket.create_server(("127.0.0.1", server.port)):
        pass
    assert len(list(Path("/proc/self/fd").iterdir())) < descriptors


def test_a_page_that_was_never_started_can_be_stopped(config: Config, board: Board) -> None:
    server = open_page(config, board)

    server.stop()

    with socket.create_server(("127.0.0.1", server.port)):
        pass
