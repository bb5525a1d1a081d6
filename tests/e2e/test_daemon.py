"""The daemon as a subprocess: DEV follows the files, PROD's drift is told once, and it stops when asked."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time

import pytest

from tests.plugin.project import ROOT
from tests.plugin.telegram_server import TOKEN

CONFIG = """
state = "state"
[targets.dev]
url = "env:GUARDIAN_DEV_URL"
role = "development"
[targets.prod]
url = "env:GUARDIAN_PROD_URL"
role = "production"
[daemon]
apply_to = "dev"
check = ["prod"]
interval = "500ms"
quiet = "200ms"
[telegram]
token = "env:TOKEN"
chat_id = "-4242"
api_url = "{api_url}"
"""


def until(look, what, seconds=20.0):
    """Wait until `look()` is true, and return it."""
    deadline = time.monotonic() + seconds
    while not (found := look()):
        assert time.monotonic() < deadline, f"{what} did not happen within {seconds} s"
        time.sleep(0.05)
    return found


class Daemon:
    def __init__(self, project, telegram_server, notify_socket):
        self.project, self.telegram, self.notify = project, telegram_server, notify_socket
        self.log = project.root / "daemon.log"
        self.process = None

    def start(self, **environment):
        env = {**os.environ, "TOKEN": TOKEN, "NOTIFY_SOCKET": self.notify.address, **environment}
        with self.log.open("a") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "guardian", "daemon"], cwd=self.project.root, env=env, stderr=output
            )
        assert "READY=1" in self.notify.receive(timeout=20)

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=20)

    def messages(self, *words):
        return [m for m in self.telegram.messages if all(word in m.text for word in words)]

    def children(self):
        listing = subprocess.run(["ps", "-eo", "pid,ppid,args"], capture_output=True, text=True, check=True).stdout
        return [line for line in listing.splitlines() if re.match(rf"\s*\d+\s+{self.process.pid}\s", line)]


@pytest.fixture
def daemon(project, telegram_server, notify_socket, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    (project.root / "guardian.toml").write_text(CONFIG.format(api_url=telegram_server.url))
    running = Daemon(project, telegram_server, notify_socket)
    yield running
    if running.process and running.process.poll() is None:
        running.process.kill()
        running.process.wait()
    sys.stderr.write(running.log.read_text() if running.log.exists() else "")


def test_the_whole_life(daemon, project):
    """File saved: on DEV. Direct DDL on PROD: exactly one message. Revert: resolved. SIGTERM: exit 0, nothing left."""
    project.user_migrations()
    project.ok("up", "dev")
    project.ok("lock")
    project.ok("promote", "prod")
    daemon.start()

    project.add("create table saved (id int);", "drop table saved;")
    until(lambda: "saved" in project.tables(project.dev), "the saved file on DEV")
    until(lambda: daemon.messages("Applied to dev", "000004_step"), "the message of it")
    assert project.tables(project.prod).isdisjoint({"saved"})

    project.on_prod("alter table llm_usage add column note text")
    until(lambda: daemon.messages("Drift on prod", "public.llm_usage.note"), "the drift's message")
    time.sleep(2)  # several more checks
    assert len(daemon.messages("llm_usage.note")) == 1
    assert "ALTER TABLE public.llm_usage DROP COLUMN note" in daemon.messages("llm_usage.note")[0].text

    project.on_prod("alter table llm_usage drop column note")
    until(lambda: daemon.messages("Drift on prod is resolved"), "the resolved message")
    until(lambda: daemon.messages("Resolved: drift on prod", "llm_usage.note"), "the edit of the live message")
    assert len(daemon.messages("llm_usage.note")) == 1

    assert daemon.stop() == 0
    assert daemon.children() == []
    assert "STOPPING=1" in until(lambda: daemon.notify.receive(timeout=5), "the sign of stopping")
    assert project.on_prod("select version, dirty from schema_migrations") == [(3, False)]


def test_a_refused_file_is_said_once_and_tried_again_when_it_changes(daemon, project):
    project.add("create table first (id int);")
    daemon.start()
    until(lambda: "first" in project.tables(project.dev), "the first file")

    project.add("insert into nowhere values (1);")
    until(lambda: daemon.messages("failed on dev", "000002_step"), "the message of the failure")
    (project.migrations / "unrelated.txt").write_text("a hint that changes nothing")
    time.sleep(1.5)
    assert len(daemon.messages("failed on dev")) == 1
    assert project.on_dev("select version, dirty from schema_migrations") == [(1, False)]

    project.version -= 1
    project.add("create table mended (id int);")
    until(lambda: "mended" in project.tables(project.dev), "the mended file")
    assert daemon.stop() == 0


def test_a_half_written_pair_and_a_syntax_error_are_held(daemon, project):
    daemon.start()

    project.add("create table first (id int);", None)
    time.sleep(1.5)
    assert project.tables(project.dev) == set()
    (project.migrations / "000001_step.down.sql").write_text("drop tabel first;")
    time.sleep(1.5)
    assert project.tables(project.dev) == set()
    (project.migrations / "000001_step.down.sql").write_text("drop table first;")
    until(lambda: "first" in project.tables(project.dev), "the file, once it is whole")

    assert daemon.messages("failed") == []
    assert daemon.stop() == 0


def test_a_restart_goes_on_with_the_same_live_message(daemon, project):
    """kill -9 in the middle of an episode: the next run neither tells it again nor forgets it."""
    project.add("create table first (id int);")
    project.ok("lock")
    project.ok("up", "dev")
    project.ok("promote", "prod")
    project.on_prod("alter table first add column note text")
    daemon.start()
    until(lambda: daemon.messages("Drift on prod", "public.first.note"), "the drift's message")
    daemon.process.kill()
    daemon.process.wait()

    daemon.start()
    time.sleep(1.5)
    assert len(daemon.messages("first.note")) == 1
    project.on_prod("alter table first drop column note")
    until(lambda: daemon.messages("Drift on prod is resolved"), "the resolved message")
    assert daemon.stop() == 0


def test_an_unreachable_prod_is_told_and_does_not_resolve_the_drift(daemon, project, make_server):
    server = make_server()
    project.prod = server.url()
    project.add("create table first (id int);")
    project.ok("lock")
    project.ok("up", "dev")
    os.environ["GUARDIAN_PROD_URL"] = project.prod
    project.ok("promote", "prod")
    project.on_prod("alter table first add column note text")
    daemon.start(GUARDIAN_PROD_URL=project.prod)
    until(lambda: daemon.messages("Drift on prod", "public.first.note"), "the drift's message")

    server.stop()
    until(lambda: daemon.messages("prod cannot be checked"), "the outage's message")
    time.sleep(1.5)

    assert daemon.messages("resolved") == []
    assert len(daemon.messages("cannot be checked")) == 1
    assert daemon.stop() == 0


def test_hup_reloads_or_keeps_the_configuration(daemon, project):
    daemon.start()
    good = (project.root / "guardian.toml").read_text()

    (project.root / "guardian.toml").write_text(good + "\nnonsense = 1\n")
    daemon.process.send_signal(signal.SIGHUP)
    until(lambda: "the configuration is kept" in daemon.log.read_text(), "the reason why it is kept")
    (project.root / "guardian.toml").write_text(good.replace('check = ["prod"]', 'check = ["prod", "dev"]'))
    daemon.process.send_signal(signal.SIGHUP)
    until(lambda: "checks prod, dev" in daemon.log.read_text(), "the new configuration")

    assert daemon.stop() == 0


def test_systemds_watchdog_is_fed(daemon, project):
    daemon.start(WATCHDOG_USEC="1000000")

    until(lambda: "WATCHDOG=1" in daemon.notify.receive(timeout=5), "a sign of life")
    assert daemon.stop() == 0


def test_no_secret_is_in_the_log(daemon, project):
    daemon.start(GUARDIAN_PROD_URL="postgres://guard:hunter2@127.0.0.1:1/db")
    until(lambda: daemon.messages("prod cannot be checked"), "the outage's message")
    assert daemon.stop() == 0

    log = daemon.log.read_text()
    for secret in ("hunter2", TOKEN):
        assert secret not in log
        assert secret not in daemon.messages("prod")[0].text


def test_a_dev_with_tables_but_no_version_is_left_alone(daemon, project):
    """Nobody knows which files its tables came from, so nothing is run until somebody says the version."""
    project.on_dev("create table made_by_hand (id int)")
    project.add("create table first (id int);")
    project.add("create table second (id int);")
    daemon.start()
    until(lambda: "has tables but no version" in daemon.log.read_text(), "the reason why it is held")
    assert project.tables(project.dev) == {"made_by_hand"}

    project.ok("force", "dev", "1")
    (project.migrations / "000002_step.up.sql").write_text("create table second (id bigint);")
    until(lambda: "second" in project.tables(project.dev), "the file after the forced version")

    assert project.tables(project.dev) == {"made_by_hand", "second"}
    assert daemon.stop() == 0
